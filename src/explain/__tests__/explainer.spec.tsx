import { nullTranslator } from '@jupyterlab/translation';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';

import type { ExplainReply, Explanation } from '../../contracts';
import { ExplainerView } from '../explainer';
import { ErrorModel } from '../model';
import { partsOf } from '../source-lines';
import { anExplanation } from './sample';

const trans = nullTranslator.load('torchenstein_lab');

beforeAll(() => {
  // jsdom has no layout, and therefore nothing that could be observed.
  globalThis.ResizeObserver = class {
    observe() {
      return;
    }
    unobserve() {
      return;
    }
    disconnect() {
      return;
    }
  };
});

function show(reply: ExplainReply) {
  const model = new ErrorModel({
    client: { explainError: () => Promise.resolve(reply) },
    failure: { error: 'RuntimeError', message: '…' }
  });
  render(
    <ExplainerView
      model={model}
      toggle={() => void model.toggle('kernel', 7)}
      trans={trans}
    />
  );
  const button = screen.getByRole('button');
  return { model, button };
}

async function showExplained(change: Partial<Explanation> = {}) {
  const shown = show({ explanation: anExplanation(change), say: '' });
  fireEvent.click(shown.button);
  await waitFor(() => {
    expect(shown.button.getAttribute('aria-expanded')).toBe('true');
  });
  return shown;
}

describe('ExplainerView', () => {
  it('should be one quiet button until it is asked', () => {
    const { button } = show({ explanation: null, say: '' });
    expect(button.textContent).toBe('Explain this error');
    expect(screen.getByRole('status').textContent).toBe('');
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('should say the sentence in a live region, and the facts around it', async () => {
    await showExplained();
    expect(screen.getByRole('status').textContent).toBe(
      'You multiply x (2, 3) by w (2, 3) with @.'
    );
    expect(document.querySelector('mark')?.textContent).toBe('x @ w');
    expect(
      screen.getByRole('img', { name: 'Shapes. x: 2, 3 does not fit.' })
    ).not.toBeNull();
    expect(screen.getByText('A matrix product sums over one axis.')).not.toBe(
      null
    );
    const rows = screen.getAllByRole('row').map(row => row.textContent);
    expect(rows).toEqual([
      'nametypeshapedtypedevice',
      'xTensor(2, 3)float32cpu',
      'f()not kept: the result of a call or an operator'
    ]);
  });

  it('should close again', async () => {
    const { button } = await showExplained();
    expect(button.textContent).toBe('Close the explanation');
    fireEvent.click(button);
    expect(button.getAttribute('aria-expanded')).toBe('false');
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('should say why there is none', async () => {
    const { button } = show({
      explanation: null,
      say: 'Install it: `pip install torchenstein-lab`'
    });
    fireEvent.click(button);
    await waitFor(() => {
      expect(screen.getByRole('status').textContent).toBe(
        'Install it: pip install torchenstein-lab'
      );
    });
    expect(button.textContent).toBe('Explain this error');
  });

  it('should show what the learner wrote as text, whatever it is', async () => {
    const hostile = '<img src=x onerror=alert(1)>';
    await showExplained({
      say: `You use ${hostile} and *two* **stars**.`,
      source: hostile,
      place: hostile,
      traceback: hostile,
      look: hostile
    });
    expect(document.querySelector('img')).toBeNull();
    expect(screen.getByRole('status').textContent).toBe(
      `You use ${hostile} and *two* **stars**.`
    );
  });
});

describe('partsOf', () => {
  it('should count whole characters, as Python does', () => {
    const marks = [{ line: 1, start: 3, end: 5 }];
    expect(partsOf('"😀" @ w', 1, marks)).toEqual({
      before: '"😀"',
      failed: ' @',
      after: ' w'
    });
    expect(partsOf('other', 0, marks)).toEqual({
      before: 'other',
      failed: '',
      after: ''
    });
  });
});
