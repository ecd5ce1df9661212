import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Uuid } from '../model/uuid.js';
import { AD_TYPE, adTypeName } from './ad-types.js';
import { appearanceName, knownAppearances } from './appearances.js';
import { characteristicName, knownCharacteristics } from './characteristics.js';
import { companyName, findCompanies } from './companies.js';
import { descriptorName, knownDescriptors } from './descriptors.js';
import { knownServices, serviceName } from './services.js';
import { splitUri, uriSchemeOf } from './uri-schemes.js';

describe('names of UUIDs', () => {
  it('knows services, characteristics and descriptors', () => {
    expect(serviceName('180d')).toBe('Heart Rate');
    expect(serviceName('185b')).toBe('Ranging');
    expect(characteristicName('2a37')).toBe('Heart Rate Measurement');
    expect(characteristicName('2bed')).toBe('Battery Level Status');
    expect(descriptorName('2902')).toBe('Client Characteristic Configuration');
    expect(serviceName('feaa')).toBe('Eddystone (Google)');
  });

  it('takes a UUID in every form', () => {
    for (const uuid of [
      '180F',
      '0000180f',
      '0000180f-0000-1000-8000-00805F9B34FB',
      '0000180f00001000800000805f9b34fb',
      Uuid.from(0x180f),
    ]) {
      expect(serviceName(uuid)).toBe('Battery');
    }
    expect(serviceName(Uuid.from('6E400001-B5A3-F393-E0A9-E50E24DCCA9E'))).toBe('Nordic UART');
  });

  it('gives null for what it does not know, whatever the text', () => {
    expect(serviceName('ffff')).toBeNull();
    expect(characteristicName('')).toBeNull();
    fc.assert(
      fc.property(fc.string(), (text) =>
        [serviceName(text), characteristicName(text), descriptorName(text)].every((n) => n === null || n !== ''),
      ),
    );
  });

  it('holds as many as promised, each under its shortest form', () => {
    expect(knownServices().filter(([uuid]) => uuid.startsWith('18')).length).toBeGreaterThanOrEqual(60);
    expect(knownCharacteristics().length).toBeGreaterThanOrEqual(400);
    expect(knownDescriptors()).toHaveLength(18);
    for (const [uuid, name] of [...knownServices(), ...knownCharacteristics(), ...knownDescriptors()]) {
      expect(Uuid.from(uuid).toString()).toBe(uuid);
      expect(name.trim()).not.toBe('');
    }
  });
});

describe('companies', () => {
  it('knows the company of an identifier', () => {
    expect(companyName(0x004c)).toBe('Apple, Inc.');
    expect(companyName(0x0059)).toMatch(/^Nordic Semiconductor/);
    expect(companyName(0x0499)).toMatch(/^Ruuvi/);
    expect(companyName(0xffff)).toBe('Internal use (no company)');
    expect(companyName(0xfff0)).toBeNull();
    expect(companyName(-1)).toBeNull();
  });

  it('finds companies by a part of their name', () => {
    expect(findCompanies('nordic semi').map(([id]) => id)).toContain(0x0059);
  });
});

describe('appearances', () => {
  it('names categories and subcategories', () => {
    expect(appearanceName(0x0000)).toBe('Unknown');
    expect(appearanceName(768)).toBe('Thermometer');
    expect(appearanceName(769)).toBe('Thermometer: Ear thermometer');
    expect(appearanceName(961)).toBe('Human Interface Device: Keyboard');
    expect(appearanceName(0x0341)).toBe('Heart Rate Sensor: Heart rate belt');
    expect(appearanceName(0x0941)).toBe('Wearable Audio Device: Earbud');
    expect(appearanceName(0x0d48)).toBe('Insulin Pump: Insulin pen');
    expect(appearanceName(0x1444)).toBe('Outdoor Sports Activity: Location and navigation pod');
  });

  it('says so when a subcategory is not known, and gives null for an unknown category', () => {
    expect(appearanceName(0x030a)).toBe('Thermometer, subcategory 10');
    expect(appearanceName(0x0d42)).toBe('Insulin Pump, subcategory 2');
    expect(appearanceName(0xffc0)).toBeNull();
  });

  it('lists them without repeats', () => {
    const values = knownAppearances().map(([value]) => value);
    expect(new Set(values).size).toBe(values.length);
    expect(values.length).toBeGreaterThan(200);
  });
});

describe('AD types', () => {
  it('names every constant, and unknown numbers by number', () => {
    for (const type of Object.values(AD_TYPE)) expect(adTypeName(type)).not.toMatch(/^Unknown/);
    expect(adTypeName(0x99)).toBe('Unknown type 0x99');
  });
});

describe('URI schemes', () => {
  it('knows the code points of the assigned numbers', () => {
    expect(uriSchemeOf(0x16)).toBe('http:');
    expect(uriSchemeOf(0x17)).toBe('https:');
    expect(uriSchemeOf(0x31)).toBe('opaquelocktoken:');
    expect(uriSchemeOf(0x58)).toBe('z39.50s:');
    expect(uriSchemeOf(0x7e)).toBe('irc6:');
    expect(uriSchemeOf(0xbb)).toBe('bluetooth:');
    expect(uriSchemeOf(0x01)).toBe('');
    expect(uriSchemeOf(0xbd)).toBeNull();
  });

  it('splits a URI at a scheme it knows', () => {
    expect(splitUri('HTTPS://example.org')).toEqual({ codePoint: 0x17, rest: '//example.org' });
    expect(splitUri('made-up:thing')).toEqual({ codePoint: 0x01, rest: 'made-up:thing' });
  });
});
