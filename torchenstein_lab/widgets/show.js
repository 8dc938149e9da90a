/** Enhances the still drawing of a tensor. */
function render() {
  return undefined;
}

export default { render };
