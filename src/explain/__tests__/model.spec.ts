import { ServerProblem } from '../../api/server-problem';
import type { ErrorRequest, ExplainReply } from '../../contracts';
import { ErrorModel } from '../model';
import { anExplanation } from './sample';

const FAILURE = { error: 'RuntimeError', message: 'mat1 and mat2 …' };

/** A model whose kernel gives these answers in turn. */
function aModel(...answers: (() => Promise<ExplainReply>)[]) {
  const asked: ErrorRequest[] = [];
  const client = {
    explainError: (request: ErrorRequest) => {
      asked.push(request);
      const answer = answers[asked.length - 1];
      return answer ? answer() : Promise.reject(new Error('asked too often'));
    }
  };
  return { model: new ErrorModel({ client, failure: FAILURE }), asked };
}

const explained = () =>
  Promise.resolve({ explanation: anExplanation(), say: '' });
const busy = () =>
  Promise.resolve({ explanation: null, say: 'The kernel is busy.' });

describe('ErrorModel', () => {
  it('should ask about the very error that the cell shows', async () => {
    const { model, asked } = aModel(explained);
    expect(model.stage).toBe('offered');
    await model.toggle('the-kernel', 7);
    expect(asked).toEqual([{ kernel: 'the-kernel', cell: 7, ...FAILURE }]);
    expect(model.stage).toBe('explained');
    expect(model.isOpen).toBe(true);
    expect(model.explanation).toEqual(anExplanation());
  });

  it('should close and open again without asking again', async () => {
    const { model, asked } = aModel(explained);
    await model.toggle(null, 7);
    await model.toggle(null, 7);
    expect(model.isOpen).toBe(false);
    await model.toggle(null, 7);
    expect(model.isOpen).toBe(true);
    expect(asked).toHaveLength(1);
  });

  it('should ask once while the kernel thinks', async () => {
    const { model, asked } = aModel(explained);
    const first = model.toggle(null, 7);
    expect(model.stage).toBe('asking');
    await model.toggle(null, 7);
    await first;
    expect(asked).toHaveLength(1);
  });

  it('should say why there is no explanation, and ask again when it is asked again', async () => {
    const { model } = aModel(busy, explained);
    await model.toggle(null, 7);
    expect(model.stage).toBe('refused');
    expect(model.refusal).toBe('The kernel is busy.');
    await model.toggle(null, 7);
    expect(model.stage).toBe('explained');
  });

  it('should make a sentence of a server that fails', async () => {
    const { model } = aModel(() =>
      Promise.reject(
        new ServerProblem('The server does not answer.', 'See to it.')
      )
    );
    await model.toggle(null, null);
    expect(model.refusal).toBe('The server does not answer. See to it.');
  });

  it('should be quiet about an answer that comes when the cell has run again', async () => {
    const { model } = aModel(explained);
    let changes = 0;
    model.changed.connect(() => {
      changes += 1;
    });
    const answer = model.toggle(null, 7);
    model.dispose();
    await answer;
    expect(changes).toBe(1);
    expect(model.stage).toBe('asking');
  });
});
