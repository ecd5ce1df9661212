import { expect, type Locator, type Page } from '@playwright/test';

/** The adapter button of the title bar and what it leads to. */
export class AdapterPicker {
  readonly button: Locator;
  readonly list: Locator;
  readonly adding: Locator;
  readonly sharing: Locator;

  constructor(readonly page: Page) {
    this.button = page.getByRole('banner').getByRole('button', { name: /Adapter:/ });
    this.list = page.getByRole('dialog', { name: /Adapter/ });
    this.adding = page.getByRole('dialog', { name: 'Add adapter by address' });
    this.sharing = page.getByRole('dialog', { name: 'Share this radio' });
  }

  async open(): Promise<void> {
    await this.button.click();
    await expect(this.list).toBeVisible();
  }

  async openAdding(): Promise<void> {
    await this.open();
    await this.list.getByRole('button', { name: 'Add adapter by address…' }).click();
    await expect(this.adding.getByRole('textbox', { name: 'Address' })).toBeFocused();
  }

  /** Adds an adapter and asks for it to be used. Whether that works is for the caller to see. */
  async addAndUse(spec: string): Promise<void> {
    await this.openAdding();
    await this.adding.getByRole('textbox', { name: 'Address' }).fill(spec);
    await this.adding.getByRole('button', { name: 'Add and use' }).click();
    await expect(this.adding).toBeHidden();
  }

  /** The line of an adapter in the open list. */
  entry(name: string): Locator {
    return this.list.getByRole('button', { name: new RegExp(`^${name.replaceAll('.', '\\.')}`) });
  }

  async choose(name: string): Promise<void> {
    await this.open();
    await this.entry(name).click();
    await expect(this.list).toBeHidden();
  }

  /** Shares the radio on any free port. @returns the address to join with, 'tcp:127.0.0.1:40123'. */
  async share(): Promise<string> {
    await this.open();
    await this.list.getByRole('button', { name: 'Share this radio…' }).click();
    await this.sharing.getByRole('button', { name: 'Share', exact: true }).click();
    const address = this.sharing.getByText(/^tcp:127\.0\.0\.1:\d+$/);
    await expect(address).toBeVisible();
    return address.innerText();
  }

  async leaveSharing(): Promise<void> {
    await this.sharing.getByRole('button', { name: 'Done' }).click();
    await expect(this.sharing).toBeHidden();
  }
}
