"""The report that is handed on: what it holds, its charts, and the page and the document that it is written as."""
