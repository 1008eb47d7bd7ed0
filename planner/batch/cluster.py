"""A crew on a Dask cluster; every worker sees the same folders under the same names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from planner import __version__
from planner.batch.crew import Done
from planner.errors import UsageError
from planner.words import Text, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from planner.batch.crew import Task, Work

# Seconds within which a cluster answers.
ANSWERS = 10

_NOT_INSTALLED = Text(
    "本机没有安装集群组件；请安装 hedian-planner[cluster]，或不用 --scheduler",
    "the parts for clusters are not installed on this machine; install hedian-planner[cluster], "
    "or leave out --scheduler",
)
_NO_ANSWER = Text(
    "集群 {address} 没有应答；请检查地址、网络和 dask scheduler 是否在运行",
    "the cluster at {address} does not answer; check the address, the network, and that "
    "'dask scheduler' runs",
)
_NO_WORKERS = Text(
    "集群 {address} 上没有工作进程；请先启动 dask worker",
    "the cluster at {address} has no workers; start 'dask worker' first",
)
_UNFIT = Text(
    "集群的工作进程 {worker} 不能用：{why}", "the cluster's worker {worker} cannot be used: {why}"
)
_NO_PLANNER = Text(
    "集群的工作进程上不能运行本程序（{why}）；请在每台机器上安装同一版本",
    "the planner does not run on the cluster's workers ({why}); install the same version on "
    "every machine",
)
_OTHER_VERSION = Text(
    "版本是 {theirs}，而本机是 {ours}", "its version is {theirs}, that of this machine {ours}"
)
_AWAY = Text(
    "与集群的连接中断；再次运行同一命令即可继续",
    "the connection to the cluster was lost; run the same command again to continue",
)
_UNSEEN = Text(
    "看不到文件夹 {folders}；请放在各机器以同一路径都能看到的共享盘上",
    "it does not see {folders}; put them on a disk that all machines see under the same path",
)


class Cluster:
    """A crew on a Dask cluster.

    Parameters
    ----------
    work
        What each worker does with a task.
    address
        Of the scheduler, such as `tcp://10.0.0.5:8786`.
    folders
        What every worker has to see.
    """

    def __init__(self, work: Work, address: str, folders: Sequence[Path]) -> None:
        self._work = work
        self._address = address
        self._folders = folders
        self._client: Any = None

    def __enter__(self) -> Self:
        """Connect.

        Raises
        ------
        UsageError
            If Dask is not installed, nobody answers, or a worker cannot do the work.
        """
        client = _dask().Client
        try:
            self._client = client(self._address, timeout=ANSWERS, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as silent:
            raise UsageError(_NO_ANSWER.filled(address=self._address)) from silent
        try:
            self._refuse_unfit()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the cluster as it is; what was not finished is given up."""
        self._client.close()

    def carry_out(self, tasks: Sequence[Task]) -> Iterator[Done]:
        """Yield each task when it is done; Dask gives one whose worker ends to another.

        Raises
        ------
        UsageError
            If the workers cannot run the planner.
        """
        # no task is the same as an earlier one: what it reads and writes may have changed
        told = {self._client.submit(self._work, task, pure=False): task for task in tasks}
        try:
            for future in _dask().as_completed(list(told), loop=self._client.loop):
                yield Done(told[future], _reply(future))
        finally:
            self._client.cancel(list(told))

    def _refuse_unfit(self) -> None:
        try:
            self._client.wait_for_workers(1, timeout=ANSWERS)
        except TimeoutError as none:
            raise UsageError(_NO_WORKERS.filled(address=self._address)) from none
        seen = self._client.run(_missing, [str(f) for f in self._folders], on_error="return")
        for worker, found in seen.items():
            if isinstance(found, BaseException):
                raise UsageError(_NO_PLANNER.filled(why=found)) from found
            version, missing = found
            if version != __version__:
                why = _OTHER_VERSION.filled(theirs=version, ours=__version__)
                raise UsageError(_UNFIT.filled(worker=worker, why=why))
            if missing:
                why = _UNSEEN.filled(folders=listed(missing))
                raise UsageError(_UNFIT.filled(worker=worker, why=why))


def _dask() -> Any:  # noqa: ANN401 - a library that carries few types
    """Return the library.

    Raises
    ------
    UsageError
        If it is not installed.
    """
    try:
        import distributed  # noqa: PLC0415 - an extra, not on every machine
    except ImportError as missing:
        raise UsageError(_NOT_INSTALLED) from missing
    return distributed


def _reply(future: Any) -> Mapping[str, Any] | None:  # noqa: ANN401 - a type of an extra
    """Return what a worker replied, or that none could; None where those that tried ended."""
    if future.status == "finished":
        reply: Mapping[str, Any] = future.result()
        return reply
    if future.status == "error" and not isinstance(future.exception(), _dask().KilledWorker):
        raise UsageError(_NO_PLANNER.filled(why=future.exception()))
    if future.status != "error":
        return {"exit_code": 4, "error": {"zh": _AWAY.zh, "en": _AWAY.en}}
    return None


def _missing(folders: list[str]) -> tuple[str, list[str]]:
    """Return, on a worker, the planner's version and the folders that are not there."""
    return __version__, [folder for folder in folders if not Path(folder).is_dir()]
