"""Motors that take their time."""

from typing import Any

from ophyd_async.sim import SimMotor


class SimulatedAxis(SimMotor):
    """A motor of a certain speed.

    Parameters
    ----------
    name
        Name of the device.
    units
        Unit of its position.
    position
        Where it stands at first.
    speed_per_s
        Units a second; 0 arrives at once.
    """

    def __init__(self, name: str, *, units: str, position: float = 0.0, speed_per_s: float = 0.0) -> None:
        super().__init__(name=name, units=units, initial_value=position)
        self._speed_per_s = speed_per_s

    async def connect(self, *arguments: Any, **options: Any) -> None:
        """Reach the motor and set its speed."""
        await super().connect(*arguments, **options)
        await self.acceleration_time.set(0.05)
        await self.velocity.set(self._speed_per_s)

    async def position(self) -> float:
        """Where it is now."""
        return float(await self.user_readback.get_value())

    async def halt(self) -> None:
        """Stop where it is, as something that was wanted, and be ready for moves at full speed."""
        await self.stop(success=True)  # type: ignore[no-untyped-call]
        await self.velocity.set(self._speed_per_s)
