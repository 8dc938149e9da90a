import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { useEffect, useId, useState } from 'react';

import type { Duck, JournalEntry } from '../contracts';
import type { ILessonKey } from '../tokens';
import { duckIcon } from '../ui/icons';
import { InlineText } from '../ui/inline-text';
import { Markdown } from '../ui/markdown';
import { useSignal } from '../ui/use-signal';
import type { JournalModel } from './journal-model';

/**
 * *Explain it to the duck*: write, save, and only then compare with a model explanation and three points.
 */
export function DuckView(props: {
  lesson: ILessonKey;
  duck: Duck;
  journal: JournalModel;
  rendermime: IRenderMimeRegistry;
  trans: TranslationBundle;
}) {
  const { lesson, duck, journal, rendermime, trans } = props;
  useSignal(journal.changed);
  const [text, setText] = useState('');
  const [isWriting, setWriting] = useState(false);
  const id = useId();
  const latest = journal.latest(lesson);

  useEffect(() => {
    let isGone = false;
    void journal.load();
    void journal.draft(lesson).then(draft => {
      if (!isGone && draft) {
        setText(before => before || draft);
        setWriting(true);
      }
    });
    return () => {
      isGone = true;
    };
  }, [journal, lesson]);

  const save = async () => {
    if (await journal.explain(lesson, text.trim())) {
      setText('');
      setWriting(false);
    }
  };
  const writing = isWriting || !latest;
  return (
    <section
      className="jp-TorchensteinDuck"
      aria-label={trans.__('Explain it to the duck')}
    >
      <h3>
        <duckIcon.react tag="span" className="jp-TorchensteinDuck-icon" />
        {trans.__('Explain it to the duck')}
      </h3>
      <label className="jp-TorchensteinDuck-question" htmlFor={id}>
        <InlineText text={duck.question} />
      </label>
      {writing ? (
        <>
          <textarea
            id={id}
            rows={6}
            value={text}
            placeholder={trans.__('In your own words. Nobody grades it.')}
            onChange={event => {
              setText(event.target.value);
              journal.keepDraft(lesson, event.target.value);
            }}
          />
          <div className="jp-TorchensteinDuck-actions">
            <button
              type="button"
              className="jp-mod-strong"
              disabled={text.trim() === '' || journal.isSaving}
              onClick={() => void save()}
            >
              {trans.__('Save to the journal')}
            </button>
            {latest && (
              <button
                type="button"
                onClick={() => {
                  setWriting(false);
                }}
              >
                {trans.__('Back')}
              </button>
            )}
          </div>
        </>
      ) : (
        <Comparison
          key={latest.id}
          entry={latest}
          duck={duck}
          journal={journal}
          rendermime={rendermime}
          again={() => {
            setText(latest.text);
            setWriting(true);
          }}
          trans={trans}
        />
      )}
      {journal.problem && (
        <p className="jp-TorchensteinPanel-notice" role="alert">
          {journal.problem.message} {journal.problem.remedy}
        </p>
      )}
    </section>
  );
}

/** The learner's own words, the points of the rubric to tick, and the model explanation. */
function Comparison(props: {
  entry: JournalEntry;
  duck: Duck;
  journal: JournalModel;
  rendermime: IRenderMimeRegistry;
  again: () => void;
  trans: TranslationBundle;
}) {
  const { entry, duck, journal, rendermime, again, trans } = props;
  const { met } = entry;
  const tick = (point: number, on: boolean) => {
    void journal.tick(
      entry,
      on
        ? [...met, point].sort((a, b) => a - b)
        : met.filter(one => one !== point)
    );
  };
  return (
    <>
      <blockquote className="jp-TorchensteinDuck-own">{entry.text}</blockquote>
      <fieldset className="jp-TorchensteinDuck-rubric">
        <legend>{trans.__('Does yours say this?')}</legend>
        {duck.rubric.map((point, index) => (
          <label key={index}>
            <input
              type="checkbox"
              checked={met.includes(index)}
              onChange={event => {
                tick(index, event.target.checked);
              }}
            />
            <span>
              <InlineText text={point} />
            </span>
          </label>
        ))}
      </fieldset>
      <details className="jp-TorchensteinVerdict-fold" open>
        <summary>{trans.__('One way to say it')}</summary>
        <Markdown text={duck.model} rendermime={rendermime} />
      </details>
      <div className="jp-TorchensteinDuck-actions">
        <button type="button" onClick={again}>
          {trans.__('Write it again')}
        </button>
      </div>
    </>
  );
}
