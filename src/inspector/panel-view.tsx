import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { useRef } from 'react';

import type { TensorPage } from '../contracts';
import { useSignal } from '../ui/use-signal';
import { DetailView } from './detail-view';
import type { InspectorModel, Only, Sort } from './model';
import { shownRows } from './rows';
import { TreeView } from './tree-view';
import { bytesText, conditionText, examinationText } from './words';

interface IProps {
  model: InspectorModel;
  rendermime: IRenderMimeRegistry;
  trans: TranslationBundle;
}

/**
 * The panel: whose tensors, which of them, the list, and what was chosen from it.
 */
export function PanelView(props: IProps) {
  const { model, rendermime, trans } = props;
  useSignal(model.changed);
  const body = useRef<HTMLDivElement>(null);
  const { page, detail, selected } = model;
  const rows = page ? shownRows(page, model.opened) : [];
  const close = () => {
    model.select(null);
    body.current
      ?.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"]')
      ?.focus();
  };
  return (
    <>
      <Head {...props} />
      {page?.torch && <Choice {...props} />}
      <Notice {...props} />
      <div
        ref={body}
        className="jp-TorchensteinTensors-body"
        role="presentation"
        onKeyDown={event => {
          if (event.key === 'Escape' && selected !== null) {
            event.stopPropagation();
            close();
          }
        }}
      >
        {rows.length > 0 && (
          <TreeView
            rows={rows}
            selected={selected}
            open={(path, how) => {
              model.open(path, how);
            }}
            select={path => {
              model.select(path);
            }}
            trans={trans}
          />
        )}
        {page && <Turn page={page} model={model} trans={trans} />}
      </div>
      {detail && selected !== null && (
        <DetailView
          detail={detail}
          name={nameOf(selected)}
          close={close}
          rendermime={rendermime}
          trans={trans}
        />
      )}
      {page?.torch && <Foot {...props} page={page} />}
    </>
  );
}

function Head({ model, trans }: IProps) {
  return (
    <div className="jp-TorchensteinTensors-head">
      <h2>{trans.__('Tensors')}</h2>
      <span className="jp-TorchensteinTensors-notebook">{model.title}</span>
      {model.isLive && (
        <span className="jp-TorchensteinTensors-live">{trans.__('live')}</span>
      )}
      <button
        type="button"
        onClick={() => {
          model.refresh();
        }}
      >
        {trans.__('Refresh')}
      </button>
    </div>
  );
}

/** What is shown of the list, and in which order. */
function Choice({ model, trans }: IProps) {
  const { search, only, sort } = model.choice;
  const kinds: [Only, string][] = [
    ['all', trans.__('everything')],
    ['tensors', trans.__('tensors')],
    ['parameters', trans.__('parameters')],
    ['modules', trans.__('modules and training')],
    ['changed', trans.__('changed by the last cell')]
  ];
  const orders: [Sort, string][] = [
    ['name', trans.__('by name')],
    ['bytes', trans.__('largest first')],
    ['kind', trans.__('by kind')],
    ['changed', trans.__('changed first')]
  ];
  return (
    <div className="jp-TorchensteinTensors-choice">
      <input
        type="search"
        value={search}
        placeholder={trans.__('Find a name')}
        aria-label={trans.__('Find a name')}
        onChange={event => {
          model.choose({ search: event.target.value });
        }}
      />
      <select
        value={only}
        aria-label={trans.__('Show')}
        onChange={event => {
          const found = kinds.find(([kind]) => kind === event.target.value);
          model.choose({ only: found?.[0] ?? 'all' });
        }}
      >
        {kinds.map(([kind, text]) => (
          <option key={kind} value={kind}>
            {text}
          </option>
        ))}
      </select>
      <select
        value={sort}
        aria-label={trans.__('Sort')}
        onChange={event => {
          const found = orders.find(([order]) => order === event.target.value);
          model.choose({ sort: found?.[0] ?? 'name' });
        }}
      >
        {orders.map(([order, text]) => (
          <option key={order} value={order}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

/** One sentence where the list is not up to date, or is empty. */
function Notice({ model, trans }: IProps) {
  const { page, time, condition } = model;
  const problem = conditionText(
    condition,
    time?.toLocaleTimeString() ?? null,
    trans
  );
  const text = problem || emptyText(page, model, trans);
  return (
    <p
      className={`jp-TorchensteinTensors-notice${text ? '' : ' jp-mod-none'}`}
      role="status"
    >
      {text}
    </p>
  );
}

function emptyText(
  page: TensorPage | null,
  model: InspectorModel,
  trans: TranslationBundle
): string {
  if (!page) {
    return trans.__('Asking the kernel…');
  }
  if (!page.torch) {
    return trans.__(
      'This notebook has not imported PyTorch yet. Its tensors will stand here.'
    );
  }
  if (page.total === 0) {
    return trans.__('No tensors yet. Run a cell that makes one.');
  }
  if (page.matching === 0) {
    return model.choice.only === 'changed' && model.choice.search === ''
      ? trans.__('The last cell changed none of them.')
      : trans.__('None of them fits.');
  }
  return page.gone.length > 0
    ? trans.__('Gone since the last cell: %1', page.gone.join(', '))
    : '';
}

/** Pages, where one does not hold all. */
function Turn(props: {
  page: TensorPage;
  model: InspectorModel;
  trans: TranslationBundle;
}) {
  const { page, model, trans } = props;
  const last = page.start + page.rows.length;
  if (page.rows.length >= page.matching) {
    return null;
  }
  return (
    <div className="jp-TorchensteinTensors-turn">
      <button
        type="button"
        disabled={page.start === 0}
        onClick={() => {
          model.turnTo(page.start - 50);
        }}
      >
        {trans.__('Previous')}
      </button>
      <span>
        {trans.__(
          '%1–%2 of %3',
          (page.start + 1).toLocaleString(),
          last.toLocaleString(),
          page.matching.toLocaleString()
        )}
      </span>
      <button
        type="button"
        disabled={last >= page.matching}
        onClick={() => {
          model.turnTo(last);
        }}
      >
        {trans.__('Next')}
      </button>
    </div>
  );
}

/** Memory, and the search for NaN. */
function Foot(props: IProps & { page: TensorPage }) {
  const { page, model, trans } = props;
  const { memory } = page;
  const { examination } = model;
  const lines = [
    trans.__(
      'Tensors %1, peak %2',
      bytesText(memory.tensors),
      bytesText(memory.highest)
    ),
    memory.process !== null && memory.process_peak !== null
      ? trans.__(
          'Python %1, peak %2',
          bytesText(memory.process),
          bytesText(memory.process_peak)
        )
      : '',
    ...memory.devices.map(({ device, now, peak }) =>
      trans.__('%1 %2, peak %3', device, bytesText(now), bytesText(peak))
    )
  ];
  return (
    <div className="jp-TorchensteinTensors-foot">
      {lines.filter(Boolean).map(line => (
        <div key={line}>{line}</div>
      ))}
      <div className="jp-TorchensteinTensors-examine">
        <button
          type="button"
          onClick={() => {
            void model.examine();
          }}
        >
          {examination?.isRunning
            ? trans.__('Stop looking')
            : trans.__('Look for NaN')}
        </button>
        <span role="status">
          {examination ? examinationText(examination, trans) : ''}
        </span>
      </div>
    </div>
  );
}

/** A path as one writes it in Python. */
function nameOf(key: string): string {
  const [first = '', ...rest] = JSON.parse(key) as string[];
  return (
    first +
    rest
      .map(step =>
        step.startsWith("'")
          ? `[${step}']`
          : /^\d+$/.test(step)
            ? `[${step}]`
            : `.${step}`
      )
      .join('')
  );
}
