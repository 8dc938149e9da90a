/**
 * Measures one learner's session: clicks on *Check answer* and runs of `1+1`, in turn, in one page of one browser.
 *
 * Each time runs from the click, inside the page, to the moment after the browser has painted what it led to. Then:
 * how fast the server answers other requests while an answer that takes three seconds is being checked.
 */
import { launch, options } from './launch.mjs';

const PACK = 'torchenstein';
const LESSON = 'first-spark';
const ANSWERS = {
  passed: 'import torch\nspark = torch.tensor([0.5, 1.5, 2.5])',
  failed: 'import torch\nspark = torch.tensor([1.5, 2.5, 3.5])'
};
const SLOW = `import threading
slept = []
def amplify(*_):
    if not slept:
        slept.append(threading.Event().wait(3))`;

const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
await page.goto(`${options.url}lab?reset`);
await page.waitForFunction(() => window.jupyterapp !== undefined);
await page.evaluate(() => window.jupyterapp.restored);
await page.evaluate(
  ([pack, lesson]) =>
    window.jupyterapp.commands.execute('torchenstein:open-lesson', {
      pack,
      lesson
    }),
  [PACK, LESSON]
);
await page.waitForFunction(
  () =>
    window.jupyterapp.shell.currentWidget?.context?.isReady &&
    window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle',
  null,
  { timeout: 60000 }
);

await page.evaluate(() => {
  const app = window.jupyterapp;
  const panel = app.shell.currentWidget;
  const notebook = panel.content;

  const painted = () =>
    new Promise(resolve => {
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => resolve(performance.now());
        channel.port2.postMessage(null);
      });
    });

  /** Resolves at the next paint after `look` is true. */
  const seen = (node, look) =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`Not within a minute: ${look}`)), 60000);
      const observer = new MutationObserver(check);
      function check() {
        if (look(node)) {
          clearTimeout(late);
          observer.disconnect();
          painted().then(resolve);
        }
      }
      observer.observe(node, {
        subtree: true,
        childList: true,
        characterData: true,
        attributes: true
      });
      check();
    });

  const quiet = async () => {
    const { kernel } = panel.sessionContext.session;
    while (kernel.status !== 'idle') {
      await painted();
    }
    await painted();
    await painted();
  };

  const sayOf = node => node.querySelector('.jp-TorchensteinVerdict-say');
  const findExercise = exercise =>
    notebook.widgets.find(
      cell => cell.model.type === 'code' && cell.model.getMetadata('torchenstein')?.exercise === exercise
    );

  window.bench = {
    painted,
    seen,
    async show(exercise) {
      const cell = findExercise(exercise);
      await notebook.scrollToItem(notebook.widgets.indexOf(cell), 'start');
      await seen(cell.node, node => node.querySelector('.jp-TorchensteinExerciseBar-check'));
    },
    write(exercise, source) {
      findExercise(exercise).model.sharedModel.setSource(source);
    },
    /** A cell with `1+1` right below the exercise. */
    addPlain(exercise) {
      const at = notebook.widgets.indexOf(findExercise(exercise)) + 1;
      notebook.model.sharedModel.insertCell(at, {
        cell_type: 'code',
        source: '1+1',
        metadata: {}
      });
      return at;
    },
    async check(exercise) {
      const { node } = findExercise(exercise);
      const close = [...node.querySelectorAll('.jp-TorchensteinVerdict-actions button')].find(
        button => button.textContent === 'Close'
      );
      close?.click();
      await seen(node, () => !sayOf(node));
      await quiet();
      const begun = performance.now();
      const busy = seen(node, () => node.querySelector('.jp-TorchensteinExerciseBar-busy'));
      const verdict = seen(node, () => sayOf(node));
      node.querySelector('.jp-TorchensteinExerciseBar-check').click();
      return {
        busy: (await busy) - begun,
        verdict: (await verdict) - begun,
        say: sayOf(node).textContent,
        passed: node.querySelector('.jp-TorchensteinVerdict.jp-mod-passed') !== null
      };
    },
    async run(index) {
      const cell = notebook.widgets[index];
      notebook.activeCellIndex = index;
      cell.model.outputs.clear();
      const { node } = cell;
      const output = () => node.querySelector('.jp-OutputArea-output');
      await seen(node, () => !output());
      await quiet();
      const begun = performance.now();
      const there = seen(node, () => output()?.textContent.trim() === '2');
      void app.commands.execute('notebook:run-cell');
      return (await there) - begun;
    },
    async ask(path) {
      const begun = performance.now();
      const reply = await fetch(path, { cache: 'no-store' });
      await reply.arrayBuffer();
      if (!reply.ok) {
        throw new Error(`${path}: ${reply.status}`);
      }
      return performance.now() - begun;
    }
  };
});

const call = (name, ...args) => page.evaluate(([name, args]) => window.bench[name](...args), [name, args]);

await call('show', 'wake-up');
const plain = await call('addPlain', 'wake-up');
const found = { passed: [], failed: [], run: [], busy: [] };
for (const answer of ['passed', 'failed']) {
  // The cell was run before, and the judge is warm: the first times do not count.
  await call('write', 'wake-up', ANSWERS[answer]);
  await call('check', 'wake-up');
  await call('run', plain);
  for (let run = 0; run < options.runs; run++) {
    const one = await call('check', 'wake-up');
    if (one.passed !== (answer === 'passed')) {
      throw new Error(`Not ${answer}: ${one.say}`);
    }
    found[answer].push(one.verdict);
    found.busy.push(one.busy);
    found.run.push(await call('run', plain));
  }
}

const asked = ['/torchenstein/api/course', '/api/contents?content=1', '/api/sessions'].map(
  path => `${options.url.replace(/\/$/, '')}${path}`
);
found.idle = [];
for (let round = 0; round < 30; round++) {
  found.idle.push(await call('ask', asked[round % asked.length]));
}
await call('show', 'works-once');
await call('write', 'works-once', SLOW);
found.meanwhile = [];
const check = call('check', 'works-once').then(one => ({ ...one, done: true }));
let slow = null;
void check.then(one => (slow = one));
while (slow === null) {
  const milliseconds = await call('ask', asked[found.meanwhile.length % asked.length]);
  found.meanwhile.push(milliseconds);
}
found.slow = slow;
await browser.close();
console.log(JSON.stringify(found));
