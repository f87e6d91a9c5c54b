from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    """Django's admin, with our site as `admin.site`."""

    default_site = "auth_match.accounts.staff.site.StaffSite"
