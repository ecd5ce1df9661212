import { expect, type Locator, type Page } from '@playwright/test';

/** What the app's own simulated devices call themselves. */
export const SIMULATED = [
  'Door Lock (sim)',
  'Eddystone (sim)',
  'Error Zoo (sim)',
  'File Server (sim)',
  'HR Sensor (sim)',
  'iBeacon (sim)',
  'Keyboard (sim)',
  'mpy-temp',
  'Scratchpad (sim)',
  'Slow (sim)',
] as const;

/** The scanner as a user meets it: everything is found by its role and name. */
export class ScannerPage {
  readonly grid: Locator;
  readonly inspector: Locator;
  readonly filter: Locator;
  /** The line below the list. */
  readonly foot: Locator;
  readonly toolbar: Locator;

  constructor(readonly page: Page) {
    this.grid = page.getByRole('grid', { name: 'Devices' });
    this.inspector = page.getByRole('complementary', { name: 'Inspector' });
    this.filter = page.getByRole('combobox', { name: 'Filter devices' });
    this.foot = page.getByRole('group', { name: 'List', exact: true });
    this.toolbar = page.getByRole('group', { name: 'Scan', exact: true });
  }

  /** Rows of devices, without the heads. */
  rows(): Locator {
    return this.grid.getByRole('row').filter({ has: this.page.getByRole('gridcell') });
  }

  row(name: string): Locator {
    return this.rows().filter({ has: this.page.getByRole('gridcell').getByText(name, { exact: true }) });
  }

  /** Names from top to bottom; '' where there is none. */
  async names(): Promise<string[]> {
    if (!(await this.columns()).includes('Name')) return []; // the list is not there yet
    const at = await this.columnIndex('Name');
    const cells = this.rows().locator(`[aria-colindex="${at}"]`);
    return cells.evaluateAll((all) => all.map((cell) => cell.querySelector('[title]')?.firstChild?.textContent ?? ''));
  }

  async expectNames(names: readonly string[], timeout?: number): Promise<void> {
    await expect.poll(async () => (await this.names()).sort(), { timeout }).toEqual([...names].sort());
  }

  async expectAllSimulated(): Promise<void> {
    await this.expectNames(SIMULATED);
  }

  async cell(name: string, column: string): Promise<Locator> {
    return this.row(name).locator(`[aria-colindex="${await this.columnIndex(column)}"]`);
  }

  async columns(): Promise<string[]> {
    const heads = this.grid.getByRole('columnheader');
    return heads.evaluateAll((all) => all.map((head) => head.querySelector('span')?.textContent ?? ''));
  }

  /** Keeps the order still, as the pointer of a user does, so that a row is where it was when it is clicked. */
  async pointAtList(): Promise<void> {
    await this.grid.getByRole('columnheader', { name: 'Name' }).hover();
    await expect(this.foot.getByText('Order held')).toBeVisible();
  }

  async select(name: string): Promise<void> {
    await this.pointAtList();
    await this.row(name).click();
    await expect(this.row(name)).toHaveAttribute('aria-selected', 'true');
  }

  /** Opens the menu of a cell with the right button. */
  async openMenu(name: string, column: string): Promise<Locator> {
    await this.pointAtList();
    await (await this.cell(name, column)).click({ button: 'right' });
    return this.page.getByRole('menu', { name });
  }

  /** Adds a chip and goes to the list. */
  async addTerm(term: string): Promise<void> {
    await this.filter.fill(term);
    await this.filter.press('Enter');
    await expect(this.chip(term)).toBeVisible();
    await expect(this.filter).toHaveValue('');
    await this.filter.press('Escape');
    await expect(this.grid).toBeFocused();
  }

  /** Runs a command of the palette. */
  async run(title: string): Promise<void> {
    await this.page.keyboard.press('Control+K');
    const entry = this.page.getByRole('combobox', { name: 'Command' });
    await entry.fill(title);
    await expect(this.page.getByRole('option', { selected: true })).toContainText(title);
    await entry.press('Enter');
    await expect(entry).toBeHidden();
  }

  /** The cross of a chip. */
  chip(term: string): Locator {
    return this.chips(`Remove ${term}`);
  }

  /** Crosses of chips. */
  chips(name: string | RegExp = /^Remove /): Locator {
    return this.page.getByRole('group', { name: 'Filter', exact: true }).getByRole('button', { name, exact: true });
  }

  /** A part of the inspector: 'Advertising data', 'Scan response', 'History'. */
  section(title: string): Locator {
    return this.inspector.getByRole('region', { name: title });
  }

  /** The bytes shown in a section, in hex. */
  async bytesIn(section: Locator): Promise<string> {
    return (await section.getByTitle(/^byte \d+/).allInnerTexts()).join(' ');
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  private async columnIndex(column: string): Promise<number> {
    const at = (await this.columns()).indexOf(column);
    if (at < 0) throw new Error(`the list shows no column ${column}`);
    return at + 1;
  }
}
