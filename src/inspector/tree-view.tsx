import type { TranslationBundle } from '@jupyterlab/translation';
import { ArrayExt } from '@lumino/algorithm';
import type { KeyboardEvent } from 'react';
import { useRef, useState } from 'react';

import type { BracketPart } from './brackets';
import { brackets } from './brackets';
import { KindIcon } from './kind-icon';
import type { IShownRow } from './rows';
import {
  bytesText,
  factTexts,
  markText,
  rowText,
  sizeText,
  strangeText
} from './words';

interface ITreeProps {
  rows: readonly IShownRow[];
  selected: string | null;
  open: (path: readonly string[], how: 'close' | 'more' | 'open') => void;
  select: (path: readonly string[] | null) => void;
  trans: TranslationBundle;
}

/**
 * The rows as a tree: arrow keys move and open, Enter looks closely, brackets on the left join what shares memory.
 */
export function TreeView(props: ITreeProps) {
  const { rows, trans } = props;
  const [focused, setFocused] = useState<string | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  const parts = brackets(rows.map(({ row }) => row.storage));
  const current = rows.some(({ key }) => key === focused)
    ? focused
    : (rows[0]?.key ?? null);

  const goTo = (index: number) => {
    const key = rows[Math.min(Math.max(index, 0), rows.length - 1)]?.key;
    if (key !== undefined) {
      setFocused(key);
      const items =
        tree.current?.querySelectorAll<HTMLElement>('[role="treeitem"]');
      items?.[rows.findIndex(one => one.key === key)]?.focus();
    }
  };
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const shown = rows[index];
    if (!shown || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const done = keyed(event.key, index, shown, props, goTo);
    if (done) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  return (
    <div
      className="jp-TorchensteinTensors-tree"
      role="tree"
      aria-label={trans.__('Tensors')}
      ref={tree}
    >
      {rows.map((shown, index) => (
        <Row
          key={shown.key}
          {...props}
          shown={shown}
          parts={parts[index] ?? []}
          isCurrent={shown.key === current}
          onFocus={() => {
            setFocused(shown.key);
          }}
          onKeyDown={event => {
            onKeyDown(event, index);
          }}
        />
      ))}
    </div>
  );
}

/** Do what a key asks for; tells whether it asked for anything. */
function keyed(
  key: string,
  index: number,
  shown: IShownRow,
  { rows, open, select }: ITreeProps,
  goTo: (index: number) => void
): boolean {
  const { row, depth, isOpen, canOpen } = shown;
  switch (key) {
    case 'ArrowDown':
      goTo(index + 1);
      return true;
    case 'ArrowUp':
      goTo(index - 1);
      return true;
    case 'Home':
      goTo(0);
      return true;
    case 'End':
      goTo(rows.length - 1);
      return true;
    case 'ArrowRight':
      if (isOpen) {
        goTo(index + 1);
      } else if (canOpen) {
        open(row.path, 'open');
      }
      return true;
    case 'ArrowLeft': {
      if (isOpen) {
        open(row.path, 'close');
        return true;
      }
      const parent = ArrayExt.findLastIndex(
        rows.slice(0, index),
        one => one.depth < depth
      );
      if (parent !== -1) {
        goTo(parent);
      }
      return true;
    }
    case 'Enter':
    case ' ':
      if (row.path.length > 0) {
        select(row.path);
      }
      return true;
    default:
      return false;
  }
}

function Row(
  props: ITreeProps & {
    shown: IShownRow;
    parts: readonly BracketPart[];
    isCurrent: boolean;
    onFocus: () => void;
    onKeyDown: (event: KeyboardEvent) => void;
  }
) {
  const { shown, parts, selected, open, select, trans } = props;
  const { row, key, depth, isOpen, canOpen, hasMore } = shown;
  const mark = markText(row, trans);
  const strange = strangeText(row);
  return (
    <>
      <div
        className={`jp-TorchensteinTensors-row${selected === key ? ' jp-mod-selected' : ''}`}
        role="treeitem"
        aria-level={depth + 1}
        aria-expanded={canOpen ? isOpen : undefined}
        aria-selected={selected === key}
        aria-label={rowText(row, trans)}
        tabIndex={props.isCurrent ? 0 : -1}
        onFocus={props.onFocus}
        onKeyDown={props.onKeyDown}
        onClick={() => {
          if (row.path.length > 0) {
            select(row.path);
          }
        }}
      >
        <Lanes parts={parts} />
        <Twist
          depth={depth}
          isOpen={isOpen}
          canOpen={canOpen}
          toggle={() => {
            open(row.path, isOpen ? 'close' : 'open');
          }}
        />
        <KindIcon kind={row.kind} />
        <span className="jp-TorchensteinTensors-name">{row.name}</span>
        <span className="jp-TorchensteinTensors-size">
          {sizeText(row, trans)}
        </span>
        <span className="jp-TorchensteinTensors-second">
          <span className="jp-TorchensteinTensors-facts">
            {factTexts(row, trans).join(' · ')}
            {mark && (
              <span
                className={`jp-TorchensteinTensors-chip jp-mod-${row.mark}`}
              >
                {mark}
              </span>
            )}
            {strange && (
              <span className="jp-TorchensteinTensors-chip jp-mod-strange">
                {strange}
              </span>
            )}
          </span>
          <span className="jp-TorchensteinTensors-bytes">
            {row.nbytes === null ? '' : bytesText(row.nbytes)}
          </span>
        </span>
      </div>
      {hasMore && (
        <div role="none" className="jp-TorchensteinTensors-more">
          <button
            type="button"
            onClick={() => {
              open(row.path, 'more');
            }}
          >
            {trans.__('Show more of %1', row.name)}
          </button>
        </div>
      )}
    </>
  );
}

/** The pieces of the brackets that pass a row. */
function Lanes({ parts }: { parts: readonly BracketPart[] }) {
  return (
    <span className="jp-TorchensteinTensors-lanes" aria-hidden="true">
      {parts.map((part, lane) => (
        // A lane has no identity but its place.
        <span
          key={lane}
          className={`jp-TorchensteinTensors-lane jp-mod-${part}`}
        />
      ))}
    </span>
  );
}

/** The mark that opens a row; the keyboard does the same with the arrow keys. */
function Twist(props: {
  depth: number;
  isOpen: boolean;
  canOpen: boolean;
  toggle: () => void;
}) {
  const { depth, isOpen, canOpen, toggle } = props;
  return (
    <span
      className={`jp-TorchensteinTensors-twist${canOpen ? ' jp-mod-canOpen' : ''}`}
      style={{ marginLeft: `${Math.min(depth, 6) * 14}px` }}
      role="presentation"
      onClick={event => {
        if (canOpen) {
          event.stopPropagation();
          toggle();
        }
      }}
    >
      {canOpen ? (isOpen ? '▾' : '▸') : ''}
    </span>
  );
}
