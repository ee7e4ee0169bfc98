"""The explorer: one self-contained HTML file that runs the network in the browser.

`stage.run` gathers the artefacts (`data`), turns them into inert JSON and base64 (`encode`) and inlines them
with the modules of `page/` (`bundle`); `gallery` reads, judges and writes the 2017 explorer's JSON format.

In `page/`, `network/` runs the model, without elements; `parts/` are what several views may use; `views/` are
what a reader chooses between; `styles/` are all styles. Views need parts, parts need the network, never the
other way; `main.js` and `app.js` hold them together.
"""
