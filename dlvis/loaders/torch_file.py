"""Named arrays out of a file of torch.save, without running any code that it may hold.

torch.load is called with weights_only=True and never otherwise. Before that the pickle inside is looked
through without being run: it may name nothing but tensors and what they are rebuilt from, and may claim no
storage larger than the file.
"""

import pickletools
import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pickle import UnpicklingError
from typing import Any

from numpy.typing import NDArray

from dlvis.errors import InputError
from dlvis.loaders.files import check_shapes, parsing
from dlvis.loaders.tensors import check_unpacked

# How a file begins that torch wrote before 1.6, or with _use_new_zipfile_serialization=False.
LEGACY = b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."
KIND = "a state dict of torch"

# The opcodes of whole numbers; the last one of a storage's record is how many numbers it has.
COUNTS = {"BININT", "BININT1", "BININT2", "LONG1", "LONG4", "INT", "LONG"}

# Where the state dict of a checkpoint usually lies.
INSIDE = ("state_dict", "model_state_dict", "model_state", "model", "net", "network", "module", "weights")

# Storages of one type, and dtypes. Not UntypedStorage: a pickle can ask it for any amount of memory.
PLAIN = re.compile(
    r"torch ((Double|Float|Half|BFloat16|Long|Int|Short|Char|Byte|Bool|ComplexFloat|ComplexDouble)Storage"
    r"|[a-z]+[0-9]+[a-z0-9_]*|bool)"
)

NAMES = {
    "collections OrderedDict",
    "torch Size",
    "torch device",
    "torch.nn.parameter Parameter",
    "torch._utils _rebuild_parameter",
    "torch._utils _rebuild_tensor",
    "torch._utils _rebuild_tensor_v2",
}


def torch_arrays(content: bytes, source: str) -> dict[str, NDArray[Any]]:
    """The arrays of a state dict by name; of a checkpoint, those of the one state dict in it.

    Raises:
        InputError: torch is not there, the file holds more than tensors, is broken, or claims too much.
    """
    with parsing(source, KIND):
        pickled, whole = _parts(content, source)
        _look_through(pickled, len(content), source)
    try:
        import torch
    except ImportError:
        raise InputError(f"{source}: torch is needed to read it: pip install torch") from None
    with parsing(source, KIND):
        try:
            held = torch.load(BytesIO(whole), map_location="cpu", weights_only=True)
        except UnpicklingError as error:
            # torch's own words tell how to run the code after all
            raise InputError(_armed("something that torch refuses", source)) from error
        tensors = _tensors(held, torch.Tensor, source)
        check_shapes((tuple(tensor.shape) for tensor in tensors.values()), source)
        return {name: _array(tensor, f"{source}: {name}") for name, tensor in tensors.items()}


def _array(tensor: Any, name: str) -> NDArray[Any]:
    """The tensor's own memory; bfloat16, which numpy has not, as float32.

    Raises:
        InputError: more numbers than its storage has, as expand makes them.
    """
    n_stored = tensor.untyped_storage().nbytes() // tensor.element_size()
    if tensor.numel() > n_stored:
        raise InputError(
            f"{name}: claims {tensor.numel():,} numbers, but {n_stored:,} are stored; save its clone()"
        )
    plain = tensor.detach()
    array: NDArray[Any] = (plain.float() if str(plain.dtype) == "torch.bfloat16" else plain).numpy()
    return array


def _parts(content: bytes, source: str) -> tuple[bytes, bytes]:
    """The pickles inside, data.pkl of the zip or an old file as it stands, and the file for torch to read.

    The zip is written anew: torch's reader would find other files than Python's in one made to be read in
    two ways, and what it finds must be what was looked through.
    """
    if content.startswith(LEGACY):
        return content, content
    with zipfile.ZipFile(BytesIO(content)) as archive:
        members = archive.infolist()
        check_unpacked(members, source)
        _check_names(members, source)
        if any(member.filename.endswith("/constants.pkl") for member in members):
            raise InputError(
                f"{source}: is a TorchScript program; save its weights with "
                f"torch.save(model.state_dict(), …) instead"
            )
        if any(member.compress_type != zipfile.ZIP_STORED for member in members):
            raise InputError(f"{source}: expected {KIND}, which is never compressed, got a packed archive")
        # torch itself does not look at the checksums of the weights
        if torn := archive.testzip():
            raise InputError(
                f"{source}: torn or changed, the checksum of {torn[:80]} does not hold; save it again"
            )
        found = [member for member in members if member.filename.lower().split("/")[1:] == ["data.pkl"]]
        if len(found) != 1:
            raise InputError(f"{source}: expected {KIND}, got a zip archive without its one data.pkl")
        return archive.read(found[0]), _rewritten(archive)


def _check_names(members: list[zipfile.ZipInfo], source: str) -> None:
    """Raises InputError for names that torch, which finds files without regard to case, would mix up."""
    names = {member.filename.lower() for member in members}
    if len(names) < len(members):
        raise InputError(f"{source}: expected {KIND}, got an archive that has one name twice; save it again")


def _rewritten(archive: zipfile.ZipFile) -> bytes:
    """A plain zip of what Python reads in this one."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as written:
        for member in archive.infolist():
            written.writestr(member.filename, archive.read(member))
    return made.getvalue()


def _look_through(content: bytes, n_bytes: int, source: str) -> None:
    """Read the opcodes of the pickles in `content` without running them.

    Raises:
        InputError: a name that a state dict has no use for, or a storage of more numbers than n_bytes.
    """
    stream = BytesIO(content)
    last_number = 0
    # an old file has five: two marks, the machine, the state dict, the names of its storages
    for _ in range(5 if content.startswith(LEGACY) else 1):
        for code, argument, _place in pickletools.genops(stream):
            if code.name in ("GLOBAL", "INST", "STACK_GLOBAL") and not _harmless(argument):
                raise InputError(_armed(argument, source))
            if code.name == "BINPERSID" and last_number > n_bytes:
                raise InputError(
                    f"{source}: claims a storage of {last_number:,} numbers in a file of {n_bytes:,} bytes"
                )
            if code.name in COUNTS:
                last_number = int(argument or 0)


def _armed(argument: object, source: str) -> str:
    named = argument if isinstance(argument, str) else "a name made up on the way"
    return (
        f"{source}: holds more than tensors ({named[:80]}), and opening it could run code; "
        f"save torch.save(model.state_dict(), …) instead"
    )


def _harmless(name: object) -> bool:
    """What a tensor is rebuilt from, the class of a storage, or a dtype such as `torch float32`."""
    if not isinstance(name, str):
        return False
    return name in NAMES or PLAIN.fullmatch(name) is not None


def _tensors(held: Any, kind: type, source: str) -> dict[str, Any]:
    """The mapping of names to tensors that was saved, or that lies in the checkpoint that was saved."""
    if isinstance(held, Mapping):
        tensors = {name: value for name, value in held.items() if isinstance(value, kind)}
        if tensors and len(tensors) == len(held) and all(isinstance(name, str) for name in tensors):
            return tensors
        for name in INSIDE:
            if isinstance(held.get(name), Mapping):
                return _tensors(held[name], kind, f"{source}: {name}")
    raise InputError(f"{source}: expected {KIND}, names with tensors, got {_what(held)}")


def _what(held: Any) -> str:
    if isinstance(held, Mapping):
        return f"a dict with {', '.join(str(name)[:40] for name in list(held)[:8])}"
    return f"a {type(held).__name__}"
