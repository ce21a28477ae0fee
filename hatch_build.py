"""Builds `kernels.c` with the package: by the compiler at hand, or by one from pip.

A machine without a compiler gets `ziglang`, a C compiler that pip can install, for the
time of the build. The library is plain C, called through ctypes, so that one build
serves every version of Python.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE = Path("src/uyghurscreen/compiled/kernels.c")
ENDINGS = {"win32": ".dll", "darwin": ".dylib"}
# No contraction of products and sums: scores are the same on every machine.
FLAGS = [
    *("-O3", "-std=c11", "-shared", "-fvisibility=hidden"),
    *("-ffp-contract=off", "-fno-math-errno"),
]


def compiler() -> list[str]:
    """Return the command of a C compiler, empty if there is none but pip's."""
    asked = os.environ.get("CC")
    if asked:
        return asked.split()
    if sys.platform != "win32":
        for name in ("cc", "gcc", "clang"):
            if shutil.which(name):
                return [name]
    return []


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles the library beside its source and puts it into the wheel."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return what the build needs from pip."""
        return [] if compiler() else ["ziglang>=0.13"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; the wheel is for this platform, whatever the Python."""
        if self.target_name != "wheel":
            return
        source = Path(self.root) / SOURCE
        library = source.with_name("libkernels" + ENDINGS.get(sys.platform, ".so"))
        command = compiler()
        if not command and importlib.util.find_spec("ziglang"):
            command = [sys.executable, "-m", "ziglang", "cc"]
        made = library.with_name(library.name + f".{os.getpid()}")
        position = [] if sys.platform == "win32" else ["-fPIC"]
        subprocess.run(
            [*command, *FLAGS, *position, "-o", str(made), str(source)], check=True
        )
        made.replace(library)
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"
        build_data["artifacts"].append(str(library.relative_to(self.root)))
