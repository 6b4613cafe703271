module "db" {
  source         = "./db"
  identifier     = "Orders"
  engine         = "postgres"
  engine_version = "16.3"
  size           = { storage = 100, class = "db.t4g.large" }
  parameters = [
    { name = "rds.force_ssl", value = 1 },
    { name = "log_statement", value = "ddl", apply_method = "pending-reboot" },
  ]
  monitoring = { interval = 60 }
  logs       = ["postgresql", "upgrade"]
  replicas   = 2
}
module "mysql" {
  source     = "./db"
  identifier = "cms"
  engine     = "mysql"
  size       = { class = "db.m6g.large", iops = 12000, storage = "400" }
  options    = [{ option_name = "MARIADB_AUDIT_PLUGIN", option_settings = [{ name = "SERVER_AUDIT_EVENTS", value = "CONNECT" }] }]
}
output "families" { value = [module.db.family, module.mysql.family] }
