"""What is sold, and the categories that it is sorted into."""

from __future__ import annotations

from typing import ClassVar, Final

from tui_crm.store import declaration
from tui_crm.store.model import RecordType, UsualView
from tui_crm.store.record_base import Record

PICKLISTS: Final = {"product_status": "active* retired"}


class ProductCategory(Record, table=True):
    """商品カテゴリ."""

    __tablename__ = "product_categories"
    about: ClassVar[RecordType] = RecordType(
        singular="product_category",
        title=(("name",),),
        identity=(("external_id",), ("name",)),
    )

    name: str | None = declaration.text(
        required=True, column=1, width=20, search=True, aliases="category name, カテゴリ名"
    )


class Product(Record, table=True):
    """商品."""

    __tablename__ = "products"
    about: ClassVar[RecordType] = RecordType(
        singular="product",
        title=(("name",),),
        menu=90,
        shortcut="f12",
        views=(UsualView("on_sale", "status=active"),),
        status_field="status",
        owner_field="owner",
        panel="8",
        identity=(("external_id",), ("code",)),
        aliases=("product", "item", "商品"),
        file_names=("product", "products", "商品"),
        duplicates_among=("products",),
        is_mergeable=True,
    )

    name: str | None = declaration.text(
        required=True, column=1, width=28, search=True, aliases="product name, 商品名, 品名"
    )
    code: str | None = declaration.text(
        column=2, width=12, search=True, match="code", aliases="product code, sku, 商品コード, 品番"
    )
    category: int | None = declaration.link(
        "product_categories",
        creates_missing=True,
        column=3,
        width=16,
        aliases="category, product category, カテゴリ, 分類",
    )
    price: int | None = declaration.money(
        column=4, width=12, aliases="price, unit price, list price, 単価, 価格, 定価"
    )
    currency: str | None = declaration.choice("currency", width=6, aliases="currency, 通貨")
    status: str | None = declaration.choice(
        "product_status", column=5, width=10, aliases="status, 状態"
    )
    owner: int | None = declaration.link("users", column=6, width=12, aliases="owner, 担当")
    tags: str | None = declaration.tags(aliases="tags, タグ")
    description: str | None = declaration.long_text(aliases="description, 説明")
