/** ATT opcodes, Core 5.4 Vol 3 Part F 3.4.8. */
export const ATT = {
  errorResponse: 0x01,
  exchangeMtuRequest: 0x02,
  exchangeMtuResponse: 0x03,
  findInformationRequest: 0x04,
  findInformationResponse: 0x05,
  findByTypeValueRequest: 0x06,
  findByTypeValueResponse: 0x07,
  readByTypeRequest: 0x08,
  readByTypeResponse: 0x09,
  readRequest: 0x0a,
  readResponse: 0x0b,
  readBlobRequest: 0x0c,
  readBlobResponse: 0x0d,
  readMultipleRequest: 0x0e,
  readMultipleResponse: 0x0f,
  readByGroupTypeRequest: 0x10,
  readByGroupTypeResponse: 0x11,
  writeRequest: 0x12,
  writeResponse: 0x13,
  prepareWriteRequest: 0x16,
  prepareWriteResponse: 0x17,
  executeWriteRequest: 0x18,
  executeWriteResponse: 0x19,
  handleValueNotification: 0x1b,
  handleValueIndication: 0x1d,
  handleValueConfirmation: 0x1e,
  readMultipleVariableRequest: 0x20,
  readMultipleVariableResponse: 0x21,
  multipleHandleValueNotification: 0x23,
  writeCommand: 0x52,
  signedWriteCommand: 0xd2,
} as const;

/** Error codes, Vol 3 Part F 3.4.1.1 and the common profile errors of the Core Specification Supplement Part B, by name in kebab-case. */
export const ATT_ERROR = {
  'invalid-handle': 0x01,
  'read-not-permitted': 0x02,
  'write-not-permitted': 0x03,
  'invalid-pdu': 0x04,
  'insufficient-authentication': 0x05,
  'request-not-supported': 0x06,
  'invalid-offset': 0x07,
  'insufficient-authorization': 0x08,
  'prepare-queue-full': 0x09,
  'attribute-not-found': 0x0a,
  'attribute-not-long': 0x0b,
  'encryption-key-size-too-short': 0x0c,
  'invalid-attribute-value-length': 0x0d,
  'unlikely-error': 0x0e,
  'insufficient-encryption': 0x0f,
  'unsupported-group-type': 0x10,
  'insufficient-resources': 0x11,
  'database-out-of-sync': 0x12,
  'value-not-allowed': 0x13,
  'write-request-rejected': 0xfc,
  'cccd-improperly-configured': 0xfd,
  'procedure-already-in-progress': 0xfe,
  'out-of-range': 0xff,
} as const;

const NAMES = new Map<number, string>(Object.entries(ATT_ERROR).map(([name, code]) => [code, name]));

/** 'read-not-permitted' for 0x02; 'application-error' for 0x80 to 0x9f; 'error-0xNN' for what has no name. */
export function attErrorName(code: number): string {
  if (code >= 0x80 && code <= 0x9f) return 'application-error';
  return NAMES.get(code) ?? `error-0x${code.toString(16).padStart(2, '0')}`;
}

/** Characteristic properties, Vol 3 Part G 3.3.1.1. */
export const PROPERTY = {
  broadcast: 0x01,
  read: 0x02,
  writeNoResponse: 0x04,
  write: 0x08,
  notify: 0x10,
  indicate: 0x20,
  signedWrite: 0x40,
  extended: 0x80,
} as const;

/** Attribute types of GATT, Vol 3 Part G 3. */
export const GATT_TYPE = {
  primaryService: 0x2800,
  secondaryService: 0x2801,
  include: 0x2802,
  characteristic: 0x2803,
  extendedProperties: 0x2900,
  userDescription: 0x2901,
  clientConfiguration: 0x2902,
  presentationFormat: 0x2904,
} as const;

/** Bytes that end a Signed Write Command: sign counter and the first half of the CMAC, Core Vol 3 Part C 10.4.1. */
export const SIGNATURE_LENGTH = 12;
