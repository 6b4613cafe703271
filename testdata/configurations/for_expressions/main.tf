locals {
  users  = [{ n = "a", r = ["x", "y"], age = 30 }, { n = "b", r = [], age = 20 }, { n = "c", r = ["x"], age = 30 }]
  byage  = { for u in local.users : u.age => u.n... }
  byrole = { for pair in flatten([for u in local.users : [for r in u.r : { u = u.n, r = r }]]) : pair.r => pair.u... }
  index  = { for i, u in local.users : u.n => i if length(u.r) > 0 }
  invert = transpose({ for u in local.users : u.n => u.r })
  matrix = [for i in range(3) : [for j in range(3) : i * 3 + j if j != i]]
  nested = { for o in ["p", "q"] : o => { for i in range(2) : "${o}${i}" => { for k in ["z"] : k => "${o}-${i}-${k}" } } }
  shadow = [for local in ["s"] : [for s in [local] : upper(s)]]
  keys   = [for k, v in { b = 1, a = 2, C = 3, 10 = 4, 9 = 5 } : "${k}=${v}"]
  set    = { for s in toset(["b", "a"]) : s => index(sort(tolist(toset(["b", "a"]))), s) }
  strkey = { for s in ["k"] : "${s}-${length(s)}" => null }
  cond   = [for v in [1, null, "", 0, false, "x"] : v if v != null && v != ""]
  reduce = sum([for u in local.users : u.age])
  zip    = [for pair in setproduct(["a", "b"], [1, 2]) : join("", pair)]
  sorted = [for name in reverse(sort([for u in local.users : u.n])) : name]
  dedupe = { for u in local.users : u.age => u.n... if u.age > 25 }
  merge  = merge([for u in local.users : { for r in u.r : "${u.n}/${r}" => true }]...)
  window = [for i, _ in local.users : slice(local.users[*].n, i, min(i + 2, length(local.users)))]
}
resource "aws_iam_user" "u" {
  for_each = { for u in local.users : u.n => u }
  name     = each.value.n
  tags     = { for i, r in each.value.r : "role${i}" => r }
}
resource "aws_iam_user_policy_attachment" "a" {
  for_each   = { for pair in setproduct(keys(aws_iam_user.u), ["P1", "P2"]) : join(":", pair) => pair if try(length(aws_iam_user.u[pair[0]].tags), 0) > 0 }
  user       = aws_iam_user.u[each.value[0]].name
  policy_arn = "arn:aws:iam::aws:policy/${each.value[1]}"
}
output "all" {
  value = { byage = local.byage, byrole = local.byrole, index = local.index, invert = local.invert, matrix = local.matrix, nested = local.nested, shadow = local.shadow, keys = local.keys, set = local.set, strkey = local.strkey, cond = local.cond, reduce = local.reduce, zip = local.zip, sorted = local.sorted, dedupe = local.dedupe, merge = local.merge, window = local.window }
}
