module "table" {
  source = "./table"
  for_each = {
    events = { hash = "id", range = "at", attributes = [["id", "S"], ["at", "N"], ["kind", "S"]], global = [{ name = "by-kind", hash_key = "kind", projection_type = "INCLUDE", non_key_attributes = ["a", "b"] }], local = [{ name = "by-kind-local", range_key = "kind", projection_type = "ALL" }], ttl = "expires" }
    state  = { hash = "LockID", attributes = [["LockID", "S"]], mode = "PROVISIONED", capacity = { read = 5, write = 5 }, scaling = { read = { max = 100, target = 70 }, write = { max = 50 } } }
    global = { hash = "k", attributes = [["k", "B"]], stream = "NEW_AND_OLD_IMAGES", replicas = ["eu-west-1", { region = "eu-west-2", pitr = true }] }
  }
  name   = each.key
  config = each.value
}
output "types" { value = { for k, t in module.table : k => t.types } }
