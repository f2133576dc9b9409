"""The LTI 1.3 tool: launches, activities, attempts and grades, served to a learning management system.

It stands on `hornbook` alone and never imports `packager`.
"""
