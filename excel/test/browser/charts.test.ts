import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Chart } from '../../src/service/api.js';
import { type AppPage, endAll, endApps, newFolder, startApp, venvPython } from './app-page.js';
import { closeFakePages, endFakePages, openFakePage } from './fake-page.js';

afterEach(async () => {
  await closeFakePages();
  await endApps();
});
afterAll(async () => {
  await endFakePages();
  await endAll();
});

const chartOn = (app: AppPage) => app.page.locator('[data-testid=chart]');
const picture = (app: AppPage, index = 0) =>
  chartOn(app)
    .nth(index)
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

async function drawChart(app: AppPage, area: string): Promise<void> {
  await app.goTo(area);
  await app.keys.press('Alt+F1');
  await app.page.waitForSelector('[data-testid=chart] canvas[data-drawn=true]');
  await app.waitUntilConfirmed();
}

describe('a chart', () => {
  it('is reached, moved, sized, set and removed by keys alone', async () => {
    const app = await openFakePage();
    await app.waitForCell('A4', 'Rent');
    await drawChart(app, 'A3:B11');
    await app.goTo('A20');
    await app.keys.press('Control+Alt+5');
    const focused = () => app.page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
    await expect.poll(focused).toBe('chart');
    const before = (await chartOn(app).boundingBox())!;
    await app.keys.press('ArrowRight');
    await app.keys.press('Control+ArrowDown');
    await app.keys.press('Shift+ArrowDown');
    await app.waitUntilConfirmed();
    const after = (await chartOn(app).boundingBox())!;
    expect(after.x - before.x).toBe(8);
    expect(after.y - before.y).toBe(1);
    expect(after.height - before.height).toBe(8);
    await app.keys.press('Control+z');
    await expect.poll(async () => (await chartOn(app).boundingBox())!.height).toBe(before.height);
    await app.keys.press('Enter');
    await expect.poll(focused).toBe('chart-kind');
    await app.keys.press('Tab');
    await app.keys.type('What it costs');
    await app.keys.press('Enter');
    await expect.poll(() => chartOn(app).getAttribute('aria-label')).toContain('What it costs');
    const described = () => chartOn(app).locator('canvas').getAttribute('aria-label');
    expect(await described()).toBe('Columns, What it costs, made of Budget!A3:B11');
    await app.keys.press('Escape');
    await app.keys.press('Control+Alt+5');
    await app.keys.press('Delete');
    await expect.poll(() => chartOn(app).count()).toBe(0);
    await expect.poll(focused).toBe('cell-input');
    await app.keys.press('Control+z');
    await expect.poll(() => chartOn(app).count()).toBe(1);
  });

  it('is dragged, and stands over the same cells at any zoom', async () => {
    const app = await openFakePage();
    await app.waitForCell('A4', 'Rent');
    await drawChart(app, 'A3:B11');
    await app.goTo('A20');
    const start = (await chartOn(app).boundingBox())!;
    await app.page.mouse.move(start.x + 30, start.y + 20);
    await app.page.mouse.down();
    await app.page.mouse.move(start.x + 130, start.y + 80, { steps: 4 });
    await app.page.mouse.up();
    await app.waitUntilConfirmed();
    const moved = (await chartOn(app).boundingBox())!;
    expect([moved.x - start.x, moved.y - start.y]).toEqual([100, 60]);
    const offset = async () => {
      const [chart, cell] = [(await chartOn(app).boundingBox())!, (await app.cell(8, 4).boundingBox())!];
      return (chart.y - cell.y) / cell.height;
    };
    const before = await offset();
    for (let step = 0; step < 3; step++) await app.page.click('[data-testid=zoom-in]');
    await expect
      .poll(async () => (await chartOn(app).boundingBox())!.width)
      .toBeGreaterThan(start.width * 1.2);
    expect(Math.abs((await offset()) - before)).toBeLessThan(0.1);
  });

  it('is in sight when it has been made, wherever its cells are', async () => {
    const app = await openFakePage();
    await app.waitForCell('A4', 'Rent');
    await drawChart(app, 'A3:L11');
    const right = async () => {
      const box = (await chartOn(app).boundingBox())!;
      return box.x + box.width;
    };
    await expect.poll(right).toBeLessThan(1_180);
  });

  it('of another program says what it is, and can be moved and removed', async () => {
    const app = await openFakePage({ locale: 'zh-CN' });
    await app.waitForCell('A4', 'Rent');
    await drawChart(app, 'A3:B11');
    await app.page.evaluate(async () => {
      const { book } = host.service;
      const [own] = book.charts as [Chart];
      const foreign = { ...own, id: 'xl/charts/chart1.xml', source: 'file' as const, selection: null };
      book.charts = [{ ...foreign, kind: 'other' as const, what: 'bar3D', series: [] }];
      host.service.chartSheets = ['Overview'];
      await app.workbooks.active.value!.charts.read();
    });
    await app.page.waitForSelector('.chart-other');
    expect(await chartOn(app).textContent()).toContain('三维柱形图或条形图');
    expect(await app.page.locator('[data-testid=chart-sheets]').textContent()).toBe('1 张图表工作表');
    await chartOn(app).click({ position: { x: 20, y: 20 } });
    expect(await app.page.locator('[data-testid=chart-kind]').count()).toBe(0);
    await app.page.click('[data-testid=chart-remove]');
    await expect.poll(() => chartOn(app).count()).toBe(0);
  });

  it('is one of a hundred, and none but those in sight is drawn or asked for', async () => {
    const app = await openFakePage();
    await app.waitForCell('A4', 'Rent');
    await drawChart(app, 'A3:B11');
    await app.page.evaluate(async () => {
      const { book } = host.service;
      const [own] = book.charts as [Chart];
      book.charts = Array.from({ length: 100 }, (_, index) => {
        const row = 4 + index * 20;
        const corner = { row, column: 4, dx: 0, dy: 0 };
        return { ...own, id: `chart ${index}`, anchor: { from: corner, size: { width: 300, height: 200 } } };
      });
      await app.workbooks.active.value!.charts.read();
    });
    await expect.poll(() => chartOn(app).count()).toBe(100);
    await app.page.waitForSelector('[data-chart="chart 0"] canvas[data-drawn=true]');
    expect(await app.page.locator('.chart-card canvas').count()).toBeLessThan(8);
    // The last is reached by keys, and drawn when it is there.
    await app.keys.press('Control+Alt+5');
    await app.keys.press('Shift+Tab');
    await app.page.waitForSelector('[data-chart="chart 99"] canvas[data-drawn=true]');
    const reads = await app.page.evaluate(() => host.service.chartReads);
    await app.page.mouse.move(600, 400);
    for (let step = 0; step < 10; step++) await app.page.mouse.wheel(0, step % 2 ? 60 : -60);
    await app.page.waitForSelector('[data-chart="chart 99"] canvas[data-drawn=true]');
    expect(await app.page.evaluate(() => host.service.chartReads)).toBe(reads);
  });
});

/** Sheet `Sales` with a line chart of A1:B4 at D2, and what a second reader finds of charts. */
const makeScript = `import sys, xlsxwriter
with xlsxwriter.Workbook(sys.argv[1]) as book:
    sheet = book.add_worksheet("Sales")
    for row, line in enumerate([["", "In"], ["Jan", 3], ["Feb", 5], ["Mar", 4]]): sheet.write_row(row, 0, line)
    chart = book.add_chart({"type": "line"})
    chart.add_series({"name": "=Sales!$B$1", "categories": "=Sales!$A$2:$A$4", "values": "=Sales!$B$2:$B$4"})
    sheet.insert_chart("D2", chart)`;
const readScript = `import json, sys, openpyxl
sheet = openpyxl.load_workbook(sys.argv[1])["Sales"]
print(json.dumps([[type(chart).__name__, chart.anchor._from.row + 1, chart.series[0].val.numRef.f] for chart in sheet._charts]))`;
const python = (script: string, path: string) =>
  execFileSync(venvPython, ['-c', script, path], { encoding: 'utf8' });

describe('the real service', () => {
  it('shows the charts of a file, takes new ones into it, and has them after closing and opening', async () => {
    const path = join(newFolder(), 'sales.xlsx');
    python(makeScript, path);
    const app = await startApp({ workbook: path });
    await app.waitForSheet();
    await app.page.waitForSelector('[data-testid=chart] canvas[data-drawn=true]');
    expect(await chartOn(app).getAttribute('data-kind')).toBe('line');
    const [chart, cell] = [(await chartOn(app).boundingBox())!, (await app.cell(2, 4).boundingBox())!];
    expect(Math.abs(chart.x - cell.x) + Math.abs(chart.y - cell.y)).toBeLessThan(3);
    // It changes as one types.
    const before = await picture(app);
    await app.type('B3', '50');
    await expect.poll(() => picture(app)).not.toBe(before);
    // A new one; both follow an inserted row.
    await app.goTo('A1:B4');
    await app.keys.press('Alt+F1');
    await expect.poll(() => app.page.locator('canvas[data-drawn=true]').count()).toBe(2);
    await app.goTo('A1');
    await app.choose('insert', 'insertRows');
    await app.waitUntilConfirmed();
    await app.keys.press('Control+s');
    await app.page.waitForSelector('[data-testid=message-info]');
    expect(JSON.parse(python(readScript, path))).toEqual([
      ['LineChart', 3, 'Sales!$B$3:$B$5'],
      ['BarChart', 2, 'Sales!$B$3:$B$5'],
    ]);
    await app.page.click('.workbook-close');
    await expect.poll(() => chartOn(app).count()).toBe(0);
    const again = await startApp({ workbook: path });
    await again.waitForSheet();
    await expect.poll(() => again.page.locator('canvas[data-drawn=true]').count()).toBe(2);
    // What was made here has its settings still.
    await again.page.locator('[data-testid=chart][data-kind=column]').click({ position: { x: 400, y: 60 } });
    await again.page.selectOption('[data-testid=chart-kind]', 'pie');
    await again.waitUntilConfirmed();
    await again.keys.press('Escape');
    await again.keys.press('Control+s');
    await again.page.waitForSelector('[data-testid=message-info]');
    expect(JSON.parse(python(readScript, path)).map(([kind]: string[]) => kind)).toEqual([
      'LineChart',
      'PieChart',
    ]);
  });
});
