"""From the sources to a published site: check, pages, engine, audit, one swap; and the site while one writes."""
