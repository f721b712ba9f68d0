"""A visitor without a browser: what Streamlit's page says to its server, and hears from it."""

import asyncio
import time
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

import httpx
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

COOKIE = "orewatch_visitor"
FILTERS = "filters_open"  # the box behind the button Filter
FOLD = "form_open"  # with the page: the fold of settings that few change
PATIENCE_S = 120  # for one run of a page
AGE = 2  # runs for which a page keeps a message it may be told of by its hash alone
BROKEN = (ForwardMsg.FINISHED_WITH_COMPILE_ERROR,)
OF_ONE_VISITOR = "ws"  # names the workspace: two visitors see the same view under two of these


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One run of a page."""

    page: str
    view: str  # page and address, without whose work it is
    sent: float  # clock of this process
    waited_s: float  # from asking until all was there
    server_s: float  # what the script took, by the server's own clock
    bytes: int  # without the message that tells the time: no other server sends it
    errors: tuple[str, ...]
    kinds: frozenset[str] = frozenset()  # of the elements drawn


class Visitor:
    """One person with one open page."""

    def __init__(self, netloc, *, locale="en-US"):
        self.netloc, self.locale = netloc, locale
        self.pages = {}  # address -> hash, in the order of the menu
        self.page, self.query = "", ""
        self.boxes = {}  # user key -> id of what opens at a click
        self.offered = {}  # user key -> (id, kind, element) of the widgets on the page
        self._kinds = set()  # of the elements on the page
        self._set = {}  # id -> state of the widgets this visitor touched
        self._known = {}  # hash -> run in which the message was last used
        self._held = {}  # hash -> message, as a page holds it
        self.cookie = ""  # who this is; what else comes from the same person sends it along
        self._runs, self._line = 0, None

    async def come(self):
        """Fetch the page, be given a cookie, open the line."""
        async with httpx.AsyncClient() as http:
            found = await http.get(f"http://{self.netloc}/", headers={"Accept": "text/html"})
            found.raise_for_status()
            self.cookie = f"{COOKIE}={found.cookies[COOKIE]}"
        self._line = await connect(
            f"ws://{self.netloc}/_stcore/stream",
            additional_headers={"Cookie": self.cookie},
            origin=f"http://{self.netloc}",
            subprotocols=["streamlit", "PLACEHOLDER_AUTH_TOKEN"],
            max_size=None,
            open_timeout=60,
            ping_timeout=None,
        )
        return await self.look()

    async def leave(self):
        await self._line.close()

    async def turn(self, page, **query):
        """Another page of the menu; its address begins empty, as a click on the menu leaves it."""
        self.page, self.query = page, urlencode(query, doseq=True)
        return await self.look()

    async def follow(self, **query):
        """The same page under an address with these values."""
        kept = [(name, value) for name, value in parse_qsl(self.query) if name not in query]
        self.query = urlencode([*kept, *query.items()])
        return await self.look()

    async def pick(self, key, choice):
        """One of the choices of a widget, by place in its list."""
        identity, kind, element = self.offered[key]
        state = WidgetState(id=identity)
        if kind == "button_group":
            options = [option.content for option in element.options]
            state.string_array_value.data.append(options[choice % len(options)])
        elif kind == "multiselect":
            options = list(element.options)
            state.string_array_value.data.append(options[choice % len(options)])
        elif kind == "slider":
            steps = int((element.max - element.min) / element.step)
            value = element.min + choice % (steps + 1) * element.step
            state.double_array_value.data.append(value)
        else:
            options = list(element.options)
            state.string_value = options[choice % len(options)]
        self._set[identity] = state
        return await self.look()

    async def open(self, key):
        """What stands behind a button that opens a box."""
        state = WidgetState(id=self.boxes[key], bool_value=True)
        self._set[state.id] = state
        return await self.look()

    async def unfold(self):
        """The settings of this page that few change, where there are any."""
        fold = f"{FOLD}_{self.page}"
        if fold in self.boxes and self.boxes[fold] not in self._set:
            await self.open(fold)

    async def unfilter(self):
        """No country chosen any more; the box closes with it."""
        await self.open(FILTERS)
        key = next(key for key in self.offered if key.startswith("filter_country"))
        identity = self.offered[key][0]
        state = WidgetState(id=identity)
        state.string_array_value.SetInParent()
        self._set[identity] = state
        del self._set[self.boxes[FILTERS]]
        return await self.look()

    async def look(self):
        """Ask for the page as it is now, and read until it is there."""
        self._runs += 1
        sent = time.perf_counter()
        try:
            await self._line.send(self._asked())
            async with asyncio.timeout(PATIENCE_S):
                return await self._read(sent)
        except (ConnectionClosed, TimeoutError) as error:
            told = f"{type(error).__name__}: {error}"
            waited = time.perf_counter() - sent
            return self._seen(sent, waited, 0.0, 0, [told])

    def _asked(self):
        back = BackMsg()
        client = back.rerun_script
        client.query_string = self.query
        client.page_script_hash = self.pages.get(self.page, "")
        client.widget_states.widgets.extend(self._set.values())
        client.cached_message_hashes.extend(self._known)
        client.context_info.locale = self.locale
        client.context_info.timezone = "America/Lima"
        client.context_info.url = f"http://{self.netloc}/{self.page}"
        client.context_info.color_scheme = "light"
        return back.SerializeToString()

    async def _read(self, sent):
        errors, size, server_s, self.offered, self.boxes = [], 0, 0.0, {}, {}
        self._kinds = set()
        while True:
            raw = await self._line.recv()
            message = ForwardMsg.FromString(raw)
            errors.extend(self._heard(message))
            if message.WhichOneof("type") == "page_profile":
                server_s = message.page_profile.exec_time / 1e6
            else:
                size += len(raw)
            if message.WhichOneof("type") == "script_finished" and (
                message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
            ):
                waited = time.perf_counter() - sent
                self._forget()
                return self._seen(sent, waited, server_s, size, errors)

    def _heard(self, message):
        """Take in one message; give the errors it tells of."""
        if message.WhichOneof("type") == "ref_hash":
            message = self._held[message.ref_hash]
        if message.metadata.cacheable:
            self._known[message.hash] = self._runs
            self._held[message.hash] = message
        match message.WhichOneof("type"):
            case "navigation":
                self._menu(message.navigation)
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "delta" if message.delta.WhichOneof("type") == "new_element":
                yield from self._element(message.delta.new_element)
            case "delta" if _box(message.delta.add_block):
                identity = _box(message.delta.add_block)
                self.boxes[identity.split("-", 2)[-1]] = identity
            case "page_profile" if message.page_profile.uncaught_exception:
                yield message.page_profile.uncaught_exception
            case "page_not_found" | "auth_redirect" as kind:
                yield kind
            case "script_finished" if message.script_finished in BROKEN:
                yield f"script finished with {message.script_finished}"

    def _menu(self, navigation):
        self.pages = {p.url_pathname: p.page_script_hash for p in navigation.app_pages}
        here = navigation.page_script_hash
        self.page = next((name for name, known in self.pages.items() if known == here), self.page)

    def _element(self, element):
        """Remember a widget; give the errors among the elements."""
        kind = element.WhichOneof("type")
        self._kinds.add(kind)
        if kind in ("button_group", "multiselect", "selectbox", "slider"):
            shown = getattr(element, kind)
            self.offered[shown.id.split("-", 2)[-1]] = (shown.id, kind, shown)
        if kind == "exception":
            yield f"{element.exception.type}: {element.exception.message}"
        if kind == "alert" and element.alert.format == Alert.ERROR:
            yield element.alert.body

    def _forget(self):
        """What a page lets go of after a run: old messages, widgets that are gone."""
        oldest = self._runs - AGE
        self._known = {key: run for key, run in self._known.items() if run > oldest}
        self._held = {key: self._held[key] for key in self._known}
        there = {identity for identity, _, _ in self.offered.values()} | {*self.boxes.values()}
        self._set = {key: state for key, state in self._set.items() if key in there}

    def _seen(self, sent, waited, server_s, size, errors):
        values = sorted(v for v in parse_qsl(self.query) if v[0] != OF_ONE_VISITOR)
        return Seen(
            page=self.page,
            view=f"{self.page}?{urlencode(values)}",
            sent=sent,
            waited_s=waited,
            server_s=server_s,
            bytes=size,
            errors=tuple(errors),
            kinds=frozenset(self._kinds),
        )


def _box(block):
    """The id of a button, or of a fold, that tells the server when it is opened; else ""."""
    return block.popover.id or block.expandable.id
