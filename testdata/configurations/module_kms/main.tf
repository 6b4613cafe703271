module "key" {
  source   = "./key"
  for_each = { data = { owners = ["arn:aws:iam::111122223333:root"], users = ["arn:aws:iam::111122223333:role/app"], grants = { asg = { operations = ["Decrypt", "Encrypt"], principal = "arn:aws:iam::111122223333:role/asg", constraints = [{ equals = { Department = "Finance" } }] } } }, asymmetric = { spec = "RSA_4096", usage = "SIGN_VERIFY" } }
  name     = each.key
  config   = each.value
  aliases  = each.key == "data" ? ["data", "alias/legacy/data"] : []
}
output "aliases" { value = { for k, v in module.key : k => v.aliases } }
output "policies" { value = { for k, v in module.key : k => jsondecode(v.policy).Statement[*].Sid } }
