import { expect, test } from 'vitest';
import { parseArguments } from './arguments.js';

test('switches are read in both ways of writing, among those of Chromium', () => {
  expect(
    parseArguments(['electron', '.', '--no-sandbox', '--profile', 'p', '--screenshot=/tmp/x.png'], '/home/u'),
  ).toEqual({
    profile: '/home/u/p',
    screenshot: '/tmp/x.png',
    exitAfterScreenshot: false,
  });
  expect(parseArguments(['electron', '--profile=/p', '--exit-after-screenshot'], '/')).toEqual({
    profile: '/p',
    screenshot: null,
    exitAfterScreenshot: true,
  });
});

test.each([['--profile'], ['--profile', '--screenshot=x'], ['--profile=']])(
  '%j without its path is refused',
  (...argv) => {
    expect(() => parseArguments(argv, '/')).toThrow('--profile needs a path');
  },
);
