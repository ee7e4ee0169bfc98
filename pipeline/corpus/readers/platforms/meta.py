"""Instagram, Threads and Facebook: the JSON that "Download your information" writes.

Its texts are UTF-8 whose bytes were escaped one by one (`\\u00e2\\u0080\\u0099` for ’).
"""

from typing import Any

from pipeline.corpus.readers.platforms.post import Post, inside

TEXT_LABELS = frozenset({"Text", "Caption", "Title", "Post", "Comment", "Description"})


def is_media_post(keys: frozenset[str]) -> bool:
    """A post of Instagram or Threads: media, each with its own title."""
    return "media" in keys and keys <= {
        "media",
        "title",
        "creation_timestamp",
        "fbid",
        "label_values",
        "timestamp",
        "cross_post_source",
    }


def is_facebook_post(keys: frozenset[str]) -> bool:
    """A post of Facebook: a list of data with `post` in it."""
    return (
        "timestamp" in keys
        and "data" in keys
        and keys <= {"timestamp", "data", "title", "attachments", "tags", "text"}
    )


def is_comment(keys: frozenset[str]) -> bool:
    """A comment on Instagram: strings by name."""
    return "string_map_data" in keys


def is_labelled(keys: frozenset[str]) -> bool:
    """What exports since 2024 write: values by label."""
    return "label_values" in keys


def labelled(record: dict[str, Any]) -> Post | str:
    """The value whose label says that it is the text; a medium's title where none does."""
    values = record.get("label_values")
    for entry in values if isinstance(values, list) else ():
        text = inside(entry, "value")
        if inside(entry, "label") in TEXT_LABELS and isinstance(text, str) and text:
            return Post(unescaped(text), created=record.get("timestamp"))
    return media_post(record)


def media_post(record: dict[str, Any]) -> Post | str:
    """The caption: the post's title, or else its first medium's."""
    media = record.get("media")
    first = media[0] if isinstance(media, list) and media else media
    text = record.get("title") or inside(first, "title")
    created = (
        record.get("creation_timestamp") or inside(first, "creation_timestamp") or record.get("timestamp")
    )
    return Post(unescaped(text), created=created) if isinstance(text, str) and text else "no text"


def facebook_post(record: dict[str, Any]) -> Post | str:
    """What was written, a post or a comment; what was only shared has none."""
    data = record.get("data")
    for entry in data if isinstance(data, list) else ():
        text = inside(entry, "post") or inside(entry, "comment", "comment")
        if isinstance(text, str) and text:
            author = inside(entry, "comment", "author")
            return Post(
                unescaped(text),
                created=record.get("timestamp"),
                author=unescaped(author) if isinstance(author, str) else None,
            )
    return "no text"


def comment(record: dict[str, Any]) -> Post | str:
    """A comment and its time."""
    text = inside(record, "string_map_data", "Comment", "value")
    created = inside(record, "string_map_data", "Time", "timestamp")
    return Post(unescaped(text), created=created) if isinstance(text, str) and text else "no text"


def unescaped(text: str) -> str:
    """UTF-8 whose bytes became characters, as text; anything else as it is.

    >>> unescaped("It\\u00e2\\u0080\\u0099s"), unescaped("café")
    ('It’s', 'café')
    """
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
