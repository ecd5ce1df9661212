import { expect, type Locator, type Page } from '@playwright/test';

/** The Keys panel and the dialogs of a pairing as a user meets them. */
export class KeysPage {
  readonly main: Locator;
  readonly table: Locator;
  readonly settings: Locator;
  readonly steps: Locator;
  readonly dialog: Locator;

  constructor(readonly page: Page) {
    this.main = page.getByRole('region', { name: 'Keys', exact: true });
    this.table = page.getByRole('grid', { name: 'Bonds' });
    this.settings = page.getByRole('region', { name: 'What is asked for' });
    this.steps = page.getByRole('region', { name: 'Pairing steps' });
    this.dialog = page.getByRole('alertdialog');
  }

  async open(): Promise<void> {
    await this.page.keyboard.press('Control+5');
    await expect(this.page.getByRole('heading', { name: 'Keys', level: 1 })).toBeVisible();
  }

  row(name: string): Locator {
    return this.table.getByRole('row').filter({ hasText: name });
  }

  button(name: string): Locator {
    return this.main.getByRole('button', { name, exact: true });
  }

  /** The six digits on the display of a simulated device. */
  async digitsOf(device: string): Promise<string> {
    const display = this.page.getByRole('group', { name: `Display of ${device}` });
    await expect(display).toBeVisible();
    const digits = /(\d{3}) (\d{3})/.exec(await display.innerText());
    if (!digits) throw new Error(`${device} shows no digits`);
    return `${digits[1]}${digits[2]}`;
  }

  /** Presses Pair, or Pair again, and types what the device shows. */
  async pairByPasskey(device: string): Promise<void> {
    await this.main
      .getByRole('button', { name: /^Pair( again)?$/ })
      .first()
      .click();
    await this.typePasskey(await this.digitsOf(device));
  }

  async typePasskey(digits: string): Promise<void> {
    await this.dialog.getByLabel('Six digits that the device shows').fill(digits);
    await this.dialog.getByRole('button', { name: 'Pair', exact: true }).click();
  }

  async expectPaired(): Promise<void> {
    await expect(this.settings.getByText('Paired', { exact: true })).toBeVisible();
  }
}
