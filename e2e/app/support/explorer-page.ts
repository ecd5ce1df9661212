import { expect, type Locator, type Page } from '@playwright/test';
import { ScannerPage } from './scanner-page.js';

/** The GATT explorer as a user meets it: everything is found by its role and name. */
export class ExplorerPage {
  readonly inspector: Locator;
  readonly tabs: Locator;
  readonly toolbar: Locator;
  readonly hexToWrite: Locator;

  constructor(readonly page: Page) {
    this.inspector = page.getByRole('complementary', { name: 'Inspector' });
    this.tabs = page.getByRole('tablist', { name: 'Connected devices' });
    this.toolbar = page.getByRole('group', { name: 'Attributes' });
    this.hexToWrite = this.inspector.getByLabel('Value to write, in hex');
  }

  /** Connects from the scanner's list and waits until the database is known. */
  async connectFromScanner(name: string): Promise<void> {
    await this.startConnecting(name);
    await expect(this.tree(name)).toBeVisible();
    await expect(this.row(name, 'Generic Access')).toBeVisible({ timeout: 15_000 });
  }

  /** Presses Connect in the scanner's list and waits for nothing. */
  async startConnecting(name: string): Promise<void> {
    const scanner = new ScannerPage(this.page);
    await this.page.getByRole('button', { name: 'Scan', exact: true }).click();
    await expect(scanner.row(name)).toBeVisible();
    await scanner.select(name);
    await scanner.inspector.getByRole('button', { name: 'Connect', exact: true }).click();
  }

  /** Text in the line below the tree in front. */
  footer(text: string): Locator {
    return this.page.getByRole('main').getByText(text, { exact: true });
  }

  tree(device: string): Locator {
    return this.page.getByRole('treegrid', { name: `Attributes of ${device}` });
  }

  /** The first row that begins with this name. */
  row(device: string, name: string): Locator {
    return this.tree(device).getByRole('row').filter({ hasText: name }).first();
  }

  /** The first row with this text anywhere in it. */
  rowWith(device: string, text: string | RegExp): Locator {
    return this.tree(device).getByRole('row').filter({ hasText: text }).first();
  }

  history(): Locator {
    return this.inspector.getByRole('grid', { name: 'Values, newest first' });
  }

  /** Chooses a view of the value: 'Fields', 'Bits'. */
  async view(name: string): Promise<void> {
    await this.inspector.getByRole('radiogroup', { name: 'View of the value' }).getByText(name).click();
  }

  /** Chooses a view of the editor: 'Hex', 'UTF-8', 'Number'. */
  async writeAs(name: string): Promise<void> {
    await this.inspector.getByRole('radiogroup', { name: 'Type as' }).getByText(name).click();
  }

  async select(device: string, name: string): Promise<void> {
    await this.row(device, name).click();
    await expect(this.inspector.getByRole('heading', { name, exact: false }).first()).toBeVisible();
  }

  header(device: string): Locator {
    return this.page.getByRole('group', { name: `Link to ${device}` });
  }
}
