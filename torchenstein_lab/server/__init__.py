"""The Jupyter Server extension: the REST API under `torchenstein/api/`.

`extension` wires, `routes` lists what there is, `handlers` decodes and encodes, `classroom` does it;
`kernels` is the only module that talks to kernels, `copies_folder` the only one that talks to the
contents manager. Nothing here, nor what it imports, loads torch, widgets, jupytext or jupyterhub.
"""
