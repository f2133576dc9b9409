"""Codes of `hornbook verify`: what is wrong with a zip. None has an example here, as none is a text."""

from __future__ import annotations

from packager.manual.page import Rule


class ZipMissing(Rule):
    """There is no such file, or it is a folder.

    Build the package first, and name the zip itself.
    """


class ZipUnreadable(Rule):
    """You may not read the file, or it is no plain file."""


class ZipDamaged(Rule):
    """The file is not a whole zip.

    An upload or a download may have stopped half way. Build it again, or copy it again.
    """


class ZipEmpty(Rule):
    """The zip holds nothing."""


class ZipTooBig(Rule):
    """The zip holds more files, or more bytes, than any course.

    It is not opened, as unpacking it could fill a disk. Split the course into several packages.
    """


class ZipBomb(Rule):
    """Several names of the zip share the same bytes, which only an attack does.

    Do not upload it. Ask where it comes from.
    """


class NameClash(Rule):
    """A name stands in the zip twice, or two names differ in capitals alone.

    On Windows and macOS one of the two files would be lost.
    """


class UnsafeName(Rule):
    """A name in the zip is refused by some LMSs, or leads out of the folder into which it is unpacked.

    The message says which rule it breaks. Rename the file in the course, and build again.
    """


class RefusedEntry(Rule):
    """The zip holds something that is no plain file, such as a link or an encrypted file.

    LMSs refuse it. Zip plain files alone.
    """


class FileTooBig(Rule):
    """A page or a manifest in the zip is larger than any that an LMS reads."""


class FileDamaged(Rule):
    """A file in the zip cannot be unpacked.

    Build the package again, or copy it again.
    """


class Litter(Rule):
    """A file in the zip was left there by a desktop and is of no use (warning).

    It does no harm. Zip the folder with a program that leaves such files out.
    """


class StartMissing(Rule):
    """The package has no page to start with.

    An LMS would show an empty window. Build it again.
    """


class LinkBroken(Rule):
    """A page of the package has a link, a picture or a script that is not in the package.

    Build it again.
    """


class OutsideRequest(Rule):
    """A page of the package would fetch something from another server.

    A package has to work with no network beyond the LMS, and no other server should learn who reads it. Put the file
    into the course.
    """


class CourseDamaged(Rule):
    """What the player must know of the course cannot be read.

    Somebody has changed `index.html` in the package. Build it again.
    """


class WrongHome(Rule):
    """The pages and the manifest are made for different homes, so nothing would be recorded.

    Parts of two packages were mixed. Build it again.
    """


class ManifestMissing(Rule):
    """There is no `imsmanifest.xml`, so no LMS takes the zip for SCORM.

    It may be a package for the web, which is put on a web server instead, or a zip of another kind, such as H5P, a
    backup or a folder of sources; the message says so where that is known.
    """


class ManifestNotAtRoot(Rule):
    """The manifest lies in a folder of the zip.

    LMSs look for `imsmanifest.xml`, in small letters, at the top. Zip what is in the folder, and not the folder itself.
    """


class ManifestDamaged(Rule):
    """The manifest cannot be read, or breaks a rule of its standard."""


class ManifestVersion(Rule):
    """The manifest names a version of SCORM that is not the one it is written in, or none that is known.

    LMSs compare this text letter by letter; another one is often taken for SCORM 1.2.
    """


class ManifestSchema(Rule):
    """The manifest does not say that it is one of SCORM.

    Its `<metadata>` must hold `<schema>ADL SCORM</schema>`.
    """


class ManifestNamespace(Rule):
    """The elements of the manifest belong to another standard.

    Versions of SCORM cannot be mixed in one manifest.
    """


class ManifestPrefix(Rule):
    """The manifest writes a prefix before the names of elements where Moodle expects none, or another one.

    XML allows it; Moodle does not find such elements.
    """


class IdentifierMissing(Rule):
    """An element of the manifest has no identifier."""


class IdentifierInvalid(Rule):
    """An identifier of the manifest is none in XML.

    It begins with a letter and has letters, digits, hyphens, points and underscores.
    """


class IdentifierTwice(Rule):
    """An identifier of the manifest is used twice."""


class OrganizationMissing(Rule):
    """The manifest has no organization, so an LMS shows nothing."""


class OrganizationDefault(Rule):
    """The manifest names an organization to begin with that it does not have."""


class TitleMissing(Rule):
    """An organization or an item of the manifest has no title.

    Learners would see an empty line in the table of contents.
    """


class ItemReference(Rule):
    """An item of the manifest names a resource that there is not, or one where it must not, or none.

    Learners could not start it.
    """


class ResourceMissing(Rule):
    """The manifest has no resource, so there is nothing to start."""


class ResourceType(Rule):
    """A resource of the manifest has another type than `webcontent`."""


class ScormType(Rule):
    """A resource does not say whether it is a SCO or an asset.

    Without it an LMS takes a SCO for a plain file and records nothing.
    """


class DependencyMissing(Rule):
    """A resource depends on one that there is not."""


class LaunchMissing(Rule):
    """The file that an item starts is not in the package."""


class LaunchNotListed(Rule):
    """The file that an item starts is not among the files of its resource."""


class ListedFileMissing(Rule):
    """The manifest lists a file that is not in the package."""


class FileNotListed(Rule):
    """A file is in the package, but in no resource of the manifest.

    Some LMSs leave such files out.
    """


class FileListedTwice(Rule):
    """The manifest lists a file twice."""


class Zip64(Rule):
    """The zip is in the form for archives of more than 4 GiB or 65,535 files (warning).

    Old programs cannot read it. Split the course into several packages.
    """


class ManifestNested(Rule):
    """A manifest stands inside the manifest.

    The standard allows it and hardly any LMS plays it. List all items in one manifest.
    """


class ItemValue(Rule):
    """Something in an item of the manifest has a value that its standard does not know.

    The message says which, and what fits there. An LMS may refuse the package, or go by a value of its own.
    """


class ResourceAddress(Rule):
    """A resource of the manifest is written with an address that leads nowhere in an LMS.

    Addresses are relative, with forward slashes; `xml:base` ends with a slash.
    """


class SequencingValue(Rule):
    """The rules of sequencing in a SCORM 2004 manifest are not written as their schema wants them."""


class SequencingIdle(Rule):
    """Several items of a SCORM 2004 package are not led through.

    Without `flow` an LMS does nothing on Continue and Previous. Write
    `<imsss:controlMode choice="true" flow="true"/>` into the sequencing of the organization.
    """


class ObjectivesShared(Rule):
    """Items of a SCORM 2004 package share objectives, which Moodle 4.5 cannot import (warning).

    With a SCO for each lesson and `in-order`, a lesson asks how the one before it ended, by `<imsss:mapInfo>`. Moodle
    4.5.6 fails on every package that holds this element, while it is uploaded. For Moodle build `scorm12`, whose
    prerequisites it obeys, or take `in-order` out of `course.yaml`. Other LMSs need nothing.
    """


class SeveralScos(Rule):
    """A package of SCORM 2004 has several SCOs, of which Moodle 4.5 records one in a visit (warning).

    When a learner goes from one SCO to another, Moodle's runtime says that the visit has ended, and the learner is told
    to open the activity again; nothing is lost, but it is a nuisance. For Moodle build `scorm12`, which has no such
    trouble, or pack one SCO for the whole course. Other LMSs need nothing.
    """


class SchemaInvalid(Rule):
    """The manifest does not conform to the published schemas of its standard.

    It is told only with `--schemas`. Most LMSs do not look into the schemas and play such a package all the same; the
    standard's own checker and strict importers refuse it. The hint says what the schema wants at this place.
    """
