/** URI scheme name strings, Assigned Numbers 2.7, from code point 0x02 on. Code point 0x01 stands for no prefix. */
const FIRST = 0x02;
const SCHEMES =
  'aaa aaas about acap acct cap cid coap coaps crid data dav dict dns file ftp geo go gopher h323 http https iax icap im imap info ipp ipps iris iris.beep iris.xpc iris.xpcs iris.lwz jabber ldap mailto mid msrp msrps mtqp mupdate news nfs ni nih nntp opaquelocktoken pop pres reload rtsp rtsps rtspu service session shttp sieve sip sips sms snmp soap.beep soap.beeps stun stuns tag tel telnet tftp thismessage tn3270 tip turn turns tv urn vemmi ws wss xcon xcon-userid xmlrpc.beep xmlrpc.beeps xmpp z39.50r z39.50s acr adiumxtra afp afs aim apt attachment aw barion beshare bitcoin bolo callto chrome chrome-extension com-eventbrite-attendee content cvs dlna-playsingle dlna-playcontainer dtn dvb ed2k facetime feed feedready finger fish gg git gizmoproject gtalk ham hcp icon ipn irc irc6 ircs itms jar jms keyparc lastfm ldaps magnet maps market message mms ms-help ms-settings-power msnim mumble mvn notes oid palm paparazzi pkcs11 platform proxy psyc query res resource rmi rsync rtmfp rtmp secondlife sftp sgn skype smb smtp soldat spotify ssh steam submit svn teamspeak teliaeid things udp unreal ut2004 ventrilo view-source webcal wtai wyciwyg xfire xri ymsgr example ms-settings-cloudstorage bluetooth'.split(
    ' ',
  );
const CODE_POINTS = new Map(SCHEMES.map((scheme, i) => [scheme, FIRST + i]));

/** 'https:' for 0x17, '' for 0x01, null for a code point that is not known. */
export function uriSchemeOf(codePoint: number): string | null {
  if (codePoint === 0x01) return '';
  const scheme = SCHEMES[codePoint - FIRST];
  return scheme === undefined ? null : `${scheme}:`;
}

/** The code point of a URI's scheme and the text after it; code point 0x01 and the whole text when the scheme has none. */
export function splitUri(uri: string): { codePoint: number; rest: string } {
  const colon = uri.indexOf(':');
  const codePoint = colon > 0 ? CODE_POINTS.get(uri.slice(0, colon).toLowerCase()) : undefined;
  return codePoint === undefined ? { codePoint: 0x01, rest: uri } : { codePoint, rest: uri.slice(colon + 1) };
}
