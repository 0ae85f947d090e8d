"""Harvests the sites of bench/sites with Scrapy: list pages to their end, each report kept as it came, its main content by
readability-lxml and the numbers of its tables as a line of JSON.

scrapy runspider reports.py -a hosts=FILE -a out=FOLDER
"""

import hashlib
import json
import os
import re

import scrapy
from lxml import html as lxml_html
from readability import Document

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
PAGER = re.compile(r"createPageHTML\((\d+), (\d+)")


class Reports(scrapy.Spider):
    name = "reports"
    custom_settings = {
        "ROBOTSTXT_OBEY": True,
        "DOWNLOAD_DELAY": 0,
        "CONCURRENT_REQUESTS": int(os.environ.get("PEER_REQUESTS", "32")),
        "CONCURRENT_REQUESTS_PER_DOMAIN": int(os.environ.get("PEER_PER_DOMAIN", "4")),
        "AUTOTHROTTLE_ENABLED": False,
        "COOKIES_ENABLED": False,
        "RETRY_ENABLED": True,
        "TELNETCONSOLE_ENABLED": False,
        "LOG_LEVEL": "WARNING",
        "USER_AGENT": "peers/1.0",
        "REQUEST_FINGERPRINTER_IMPLEMENTATION": "2.7",
    }

    def __init__(self, hosts, out, **more):
        super().__init__(**more)
        with open(hosts, encoding="ascii") as lines:
            self.start_urls = [f"http://{line.strip()}/zwgk/nb/" for line in lines]
        self.out = out
        os.makedirs(os.path.join(out, "body"), exist_ok=True)
        self.lines = open(os.path.join(out, "report.jsonl"), "w", encoding="utf-8")

    def parse(self, response):
        for link in response.css("li > a::attr(href)").getall():
            yield response.follow(link, self.report)
        pager = PAGER.search(response.text)
        if pager and int(pager[2]) == 0:
            for page in range(1, int(pager[1])):
                yield response.follow(f"index_{page}.html", self.parse)

    def report(self, response):
        sha256 = hashlib.sha256(response.body).hexdigest()
        with open(os.path.join(self.out, "body", sha256), "wb") as body:
            body.write(response.body)
        main = Document(response.text)
        numbers = []
        for row in lxml_html.fromstring(response.text).iterfind(".//tr"):
            cells = ["".join(cell.itertext()).strip() for cell in row.iterfind("td")]
            label = next((cell for cell in cells if not NUMBER.fullmatch(cell)), None)
            numbers += [[label, cell] for cell in cells if NUMBER.fullmatch(cell)]
        record = {
            "url": response.url,
            "sha256": sha256,
            "title": main.short_title(),
            "main": main.summary(html_partial=True),
            "numbers": numbers,
        }
        self.lines.write(json.dumps(record, ensure_ascii=False) + "\n")

    def closed(self, reason):
        self.lines.close()
