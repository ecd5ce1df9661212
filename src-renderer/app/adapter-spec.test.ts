import { describe, expect, it } from 'vitest';
import { checkSharePort, checkSocketPath, checkSpec } from './adapter-spec.js';

const message = (text: string, platform: 'linux' | 'win32' = 'linux'): string => {
  const check = checkSpec(text, platform);
  return check.ok ? `ok ${check.spec}` : check.message;
};

describe('checkSpec', () => {
  it.each([
    ['tcp:127.0.0.1:9000', 'ok tcp:127.0.0.1:9000'],
    ['  TCP:localhost:1 ', 'ok tcp:localhost:1'],
    ['tcp:[::1]:65535', 'ok tcp:[::1]:65535'],
    ['unix:/tmp/hci0.sock', 'ok unix:/tmp/hci0.sock'],
  ])('takes %j', (text, expected) => {
    expect(message(text)).toBe(expected);
  });

  it.each([
    ['', 'Write tcp:HOST:PORT or unix:/PATH'],
    ['127.0.0.1', 'Begin with tcp: or unix:'],
    ['tcp:127.0.0.1', 'The port is missing: tcp:HOST:PORT'],
    ['tcp:127.0.0.1:', 'The port is missing: tcp:HOST:PORT'],
    ['tcp::9000', 'The host is missing: tcp:127.0.0.1:9000'],
    ['tcp:127.0.0.1:99999', 'The port must be from 1 to 65535'],
    ['tcp:127.0.0.1:0', 'The port must be from 1 to 65535'],
    ['tcp:127.0.0.1:80a', '80a is not a port number'],
    ['tcp:::1:9000', 'An IPv6 address stands in brackets: tcp:[::1]:9000'],
    ['tcp:a b:9000', 'a b is not a host name or address'],
    ['unix:', 'The path is missing: unix:/tmp/hci0.sock'],
    ['unix:tmp', 'The path must be absolute, beginning with /'],
    ['usb:1', 'usb: is not a kind of address; use tcp: or unix:'],
  ])('refuses %j and says why', (text, expected) => {
    expect(message(text)).toBe(expected);
  });

  it('says what to do instead of serial:', () => {
    expect(message('serial:/dev/ttyACM0')).toContain('tcp:');
  });

  it('writes hosts in one way', () => {
    expect(message('tcp:LocalHost:01')).toBe('ok tcp:localhost:1');
  });

  it('counts the bytes of a socket path', () => {
    expect(message(`unix:/${'a'.repeat(102)}`)).toMatch(/^ok/);
    expect(message(`unix:/${'a'.repeat(103)}`)).toContain('at most 103');
    expect(message('unix:/tmp/')).toContain('folder');
    expect(message(`unix:/${'ü'.repeat(60)}`)).toContain('121 bytes');
    expect(message('unix:/tmp/a', 'win32')).toContain('Linux or macOS');
  });
});

describe('where to share', () => {
  it('takes an empty port as any', () => {
    expect(checkSharePort('')).toBeNull();
    expect(checkSharePort('0')).toBeNull();
    expect(checkSharePort('65536')).toContain('65535');
    expect(checkSharePort('-1')).toContain('not a port number');
  });

  it('wants an absolute path', () => {
    expect(checkSocketPath('/tmp/x', 'linux')).toBeNull();
    expect(checkSocketPath('x', 'linux')).toContain('absolute');
  });
});
