provider "aws" {
  region = "eu-north-1"
}
module "bucket" {
  source  = "git::https://example.com/storage.git//modules/bucket?ref=v2.1.0"
  name    = "downloads"
  encrypt = true
}
module "nested" {
  source = "./wrapper"
  names  = ["x", "y"]
}
output "all" { value = { bucket = module.bucket.settings, nested = module.nested.settings } }
