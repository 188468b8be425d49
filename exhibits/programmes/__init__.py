"""The six programmes: traffic lights of their projects, progress against the plan, the projects, the course of one."""
