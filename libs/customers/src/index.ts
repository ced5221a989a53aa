export { CustomerLinks, LINK_MINUTES } from './customer-links.service.js';
export { SendCustomerLink } from './customer-mail.job.js';
export { type CustomerExport, type CustomerOrder, CustomerOrders } from './customer-orders.service.js';
export { CustomersModule } from './customers.module.js';
export * from './customers.errors.js';
export { OrderPasses } from './order-passes.service.js';
