/** Who sent a message, as far as the check needs to know. */
export interface Sender {
  /** Id of the web contents; null when it is gone. */
  contentsId: number | null;
  isMainFrame: boolean;
  /** Address of the sending frame; '' when it is gone. */
  url: string;
}

export interface TrustedPage {
  contentsId: number | null;
  /** 'app://workbench', or the dev server's origin. */
  origin: string;
}

/** Only the main frame of our one window, showing our own page, may call us. */
export function isTrustedSender(sender: Sender, trusted: TrustedPage): boolean {
  if (trusted.contentsId === null || sender.contentsId !== trusted.contentsId || !sender.isMainFrame) return false;
  return originOf(sender.url) === trusted.origin;
}

/** `URL.origin` is 'null' for schemes the platform does not know, so it is put together here. */
export function originOf(url: string): string | null {
  try {
    const { protocol, host, username, password } = new URL(url);
    return host === '' || username !== '' || password !== '' ? null : `${protocol}//${host}`;
  } catch {
    return null;
  }
}
