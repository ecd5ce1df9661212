import { z } from 'zod';

// The content security policy forbids eval. Without this zod builds parsers with `new Function`, and asks for it while
// schemas are being made, so it has to be said before any other module is loaded.
z.config({ jitless: true });
