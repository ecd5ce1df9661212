/** Cmd stands in for Ctrl on this machine. Asked of the browser, because keys are shown before the main process has answered. */
export const isMac: boolean = typeof navigator !== 'undefined' && /Mac/.test(navigator.platform);
