locals {
  users = yamldecode(file("${path.module}/users.yaml"))
  roles = { for role in local.users.roles : role.name => merge({ path = "/", session = 3600, trust = {} }, role) }
}
module "role" {
  source   = "./role"
  for_each = local.roles

  name        = each.key
  path        = each.value.path
  services    = try(each.value.trust.services, [])
  accounts    = try(each.value.trust.accounts, [])
  oidc        = try(each.value.trust.oidc, null)
  max_session = each.value.session
  policies    = { for index, arn in lookup(each.value, "policies", []) : index => arn }
  statements  = lookup(each.value, "statements", [])
}
resource "aws_iam_user" "this" {
  for_each      = { for user in local.users.users : lower(user.name) => user }
  name          = each.key
  path          = try("/${each.value.team}/", "/")
  force_destroy = try(tobool(each.value.force), false)
  tags          = { for name, value in each.value : title(name) => tostring(value) if !contains(["name", "groups"], name) }
}
resource "aws_iam_group" "this" {
  for_each = toset(distinct(flatten(local.users.users[*].groups)))
  name     = each.value
}
resource "aws_iam_user_group_membership" "this" {
  for_each = { for user in local.users.users : lower(user.name) => user.groups... }
  user     = aws_iam_user.this[each.key].name
  groups   = flatten(each.value)
}
output "members" {
  value = transpose({ for user in local.users.users : lower(user.name) => user.groups })
}
output "trust" { value = { for name, role in module.role : name => role.trust } }
