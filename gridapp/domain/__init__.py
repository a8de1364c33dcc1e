"""The trade, pure: records, rules and figures. The standard library only; time comes in as `now`."""
