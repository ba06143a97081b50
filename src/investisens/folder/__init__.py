"""The fund folder: TOML for terms, CSV for long lists, every problem told at once."""

from investisens.folder.reader import check_folder, read_draft, read_fund
from investisens.folder.schema import schema
from investisens.folder.starting import new_folder
from investisens.folder.writer import write_fund

__all__ = ["check_folder", "new_folder", "read_draft", "read_fund", "schema", "write_fund"]
