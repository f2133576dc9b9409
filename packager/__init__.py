"""Courses become packages: targets, manifests, zips, verification, preview, the `hornbook` command."""
