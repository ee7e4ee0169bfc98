"""The explorer: one self-contained HTML file that runs the network in the browser.

`stage.run` gathers the artefacts (`data`), turns them into inert JSON and base64 (`encode`) and inlines them
with the modules of `page/` (`bundle`); `gallery` reads, judges and writes the 2017 explorer's JSON format.
"""
