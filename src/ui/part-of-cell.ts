import type { Cell, CodeCell } from '@jupyterlab/cells';
import type { PanelLayout, Widget } from '@lumino/widgets';

export function isCodeCell(cell: Cell): cell is CodeCell {
  return cell.model.type === 'code';
}

/** Put a widget of ours into a cell that is drawn, `above` or `below` its outputs. */
export function putIntoCell(
  cell: Cell,
  widget: Widget,
  place: 'above' | 'below'
): void {
  const layout = cell.layout as PanelLayout;
  const output = layout.widgets.findIndex(one =>
    one.hasClass('jp-Cell-outputWrapper')
  );
  const at = output === -1 ? layout.widgets.length : output;
  layout.insertWidget(place === 'above' ? at : at + 1, widget);
}

/** Take a widget of ours out of its cell, for good. */
export function takeFromCell(cell: Cell, widget: Widget | undefined): void {
  if (widget && !widget.isDisposed && widget.node.parentNode !== cell.node) {
    // Far from the viewport, cells keep the nodes of their parts outside the page; the layout expects them inside.
    cell.node.append(widget.node);
  }
  widget?.dispose();
}
