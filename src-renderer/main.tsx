import './lib/zod-setup.js';
import '@fontsource-variable/inter/wght.css';
import '@fontsource/jetbrains-mono/400.css';
import '@fontsource/jetbrains-mono/500.css';
import '@fontsource/jetbrains-mono/600.css';
import './app/tokens.css';
import './app/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.js';
import { reportError } from './lib/api.js';

window.addEventListener('error', (event) => reportError(event.error ?? event.message));
window.addEventListener('unhandledrejection', (event) => reportError(event.reason));

const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root');
createRoot(root, { onUncaughtError: reportError }).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
