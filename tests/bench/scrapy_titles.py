"""The peer of round_bench.py: Scrapy over a list of URLs through the plain port as a proxy, title and links only.

    /usr/bin/python3 scrapy_titles.py URLS PROXY CONCURRENCY      prints pages, bytes
"""
import sys

import scrapy
from scrapy.crawler import CrawlerProcess

COUNTS = {"pages": 0, "bytes": 0, "links": 0}


class Titles(scrapy.Spider):
    name = "titles"

    def start_requests(self):
        with open(sys.argv[1], encoding="utf-8") as urls:
            for url in urls:
                yield scrapy.Request(url.strip(), meta={"proxy": sys.argv[2]}, dont_filter=True)

    def parse(self, response):
        COUNTS["pages"] += 1
        COUNTS["bytes"] += len(response.body)
        response.css("title::text").get()
        COUNTS["links"] += len(response.css("a::attr(href)").getall())


process = CrawlerProcess({
    "LOG_ENABLED": False, "ROBOTSTXT_OBEY": False, "COOKIES_ENABLED": False, "RETRY_ENABLED": False, "TELNETCONSOLE_ENABLED": False,
    "CONCURRENT_REQUESTS": int(sys.argv[3]), "CONCURRENT_REQUESTS_PER_DOMAIN": int(sys.argv[3]), "REDIRECT_ENABLED": True,
})
process.crawl(Titles)
process.start()
print(COUNTS["pages"], COUNTS["bytes"])
