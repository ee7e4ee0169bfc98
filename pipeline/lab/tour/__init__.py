"""The tour: Chen's article as a path over our own networks, from a counter to tweets.

`stops` says what is asked at each stop, `told` takes the figures from the artefacts, `page` writes
`report/tour.html`. It may import what the lab may.
"""
