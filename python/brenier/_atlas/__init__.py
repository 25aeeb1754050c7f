"""A page to walk in a map in: one HTML file with all that it shows.

`scene` takes what the page draws from a map, `pictures` decodes and packs what it shows, `page`
puts both into the template `page.html` with the style and the scripts beside it.
"""
